import { env } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import type { ErrorBody, Role } from "../../src/protocol/index.ts";
import type { OwnAccount } from "../../src/protocol/account.schema.ts";
import type { MadeInvitation, MemberList } from "../../src/protocol/members.schema.ts";
import { activityOf } from "./activity.ts";
import {
  PASSWORD,
  addMember,
  call,
  cookiesOf,
  makeInvitation,
  makeKey,
  makeMember,
  makeOwnedTenant,
  makePerson,
  type Caller,
} from "./people.ts";
import { signIn } from "./accounts.ts";

let tenant = "";
let ownerId = "";
let owner: Caller = {};

beforeAll(async () => {
  const made = await makeOwnedTenant("Here");
  tenant = made.id;
  ownerId = made.owner.id;
  owner = { Cookie: made.cookie };
});

async function codeOf(response: Response): Promise<[number, string]> {
  return [response.status, ((await response.json()) as ErrorBody).error.code];
}

async function roleOf(caller: Caller): Promise<string | null> {
  const response = await call(caller, "GET", "/api/me");
  return ((await response.json()) as { role: string | null }).role;
}

let number = 0;

function newPerson() {
  const email = `New.Person${++number}@example.test`;
  return { name: "New Person", email, password: PASSWORD };
}

describe("an invitation", () => {
  it("makes an account with the role, once, and is in the log", async () => {
    const { secret, invitation } = await makeInvitation(owner, "analyst");
    const offer = await call({}, "POST", "/api/join/offer", { secret });
    expect(await offer.json()).toMatchObject({ tenant: "Here", role: "analyst", email: null });
    const account = newPerson();
    const joined = await call({}, "POST", "/api/join", { secret, account });
    expect(joined.status).toBe(204);
    const caller = { Cookie: cookiesOf(joined) };
    expect(await roleOf(caller)).toBe("analyst");
    expect((await call(caller, "GET", "/api/sessions")).status).toBe(200);
    expect((await call(caller, "GET", "/api/settings")).status).toBe(403);
    // The same account from another browser, whatever the case of the address.
    expect(await roleOf({ Cookie: await signIn(account.email.toUpperCase(), PASSWORD) })).toBe("analyst");
    const again = { secret, account: newPerson() };
    expect(await codeOf(await call({}, "POST", "/api/join", again))).toEqual([404, "not_found"]);
    const log = (await activityOf(tenant)).filter(({ details }) => details["invitation"] === invitation.id);
    expect(log.map(({ action }) => action)).toEqual(["member_invited", "member_joined"]);
  });

  it("lets one in when many follow it at once", async () => {
    const { secret } = await makeInvitation(owner, "viewer");
    const all = await Promise.all(
      Array.from({ length: 4 }, () => call({}, "POST", "/api/join", { secret, account: newPerson() })),
    );
    expect(all.map(({ status }) => status).toSorted()).toEqual([204, 404, 404, 404]);
    const people = await env.ACCOUNTS.prepare("SELECT count(*) AS n FROM user WHERE name = 'New Person'").first();
    const members = await env.ACCOUNTS.prepare(
      "SELECT count(*) AS n FROM member JOIN user ON user.id = user_id WHERE name = 'New Person'",
    ).first();
    // Nobody is left with an account that belongs nowhere.
    expect(people).toEqual(members);
  });

  it("is kept as a hash, and says the same whether it was used, withdrawn, has ended or never was", async () => {
    const words = async (secret: string) => {
      const response = await call({}, "POST", "/api/join/offer", { secret });
      const { error } = (await response.json()) as ErrorBody;
      return [response.status, error.code, error.message];
    };
    const withdrawn = await makeInvitation(owner, "viewer");
    const stored = await env.ACCOUNTS.prepare("SELECT * FROM join_links").all();
    expect(JSON.stringify(stored.results)).not.toContain(withdrawn.secret);
    expect((await call(owner, "DELETE", `/api/invitations/${withdrawn.invitation.id}`)).status).toBe(204);
    const ended = await makeInvitation(owner, "viewer");
    await env.ACCOUNTS.prepare("UPDATE join_links SET expires_at = 1 WHERE id = ?").bind(ended.invitation.id).run();
    const all = [
      await words(withdrawn.secret),
      await words(ended.secret),
      await words("A".repeat(43)),
      await words(""),
    ];
    for (const one of all) expect(one).toEqual([404, "not_found", all[0]![2]]);
    const account = newPerson();
    expect((await call({}, "POST", "/api/join", { secret: ended.secret, account })).status).toBe(404);
  });

  it("is followed by somebody who is signed in, and not twice", async () => {
    const other = await makeOwnedTenant("Other");
    const caller = { Cookie: other.cookie };
    const first = await makeInvitation(owner, "viewer");
    expect((await call(caller, "POST", "/api/join", { secret: first.secret, account: null })).status).toBe(204);
    expect(await roleOf(caller)).toBe("viewer");
    const second = await makeInvitation(owner, "admin");
    const answer = await call(caller, "POST", "/api/join", { secret: second.secret, account: null });
    expect(await codeOf(answer)).toEqual([409, "already_member"]);
    expect(await roleOf(caller)).toBe("viewer");
    // The link is still good for whom it was meant.
    expect((await call({}, "POST", "/api/join/offer", { secret: second.secret })).status).toBe(200);

    const { tenants } = (await (await call(caller, "GET", "/api/account")).json()) as OwnAccount;
    expect(tenants.map(({ id, current }) => [id, current])).toEqual([
      [other.id, false],
      [tenant, true],
    ]);
    expect((await call(caller, "POST", "/api/account/tenant", { id: other.id })).status).toBe(204);
    expect(await roleOf(caller)).toBe("owner");
    expect(await codeOf(await call(caller, "POST", "/api/account/tenant", { id: "x" }))).toEqual([404, "not_found"]);
  });

  it("needs somebody: nobody signed in, no account, an account that exists, and bad ones are refused", async () => {
    const { secret } = await makeInvitation(owner, "viewer");
    const known = await makePerson("known");
    const join = (account: unknown) => call({}, "POST", "/api/join", { secret, account });
    expect(await codeOf(await join(null))).toEqual([401, "signed_out"]);
    expect(await codeOf(await join({ ...newPerson(), email: known.email }))).toEqual([409, "account_exists"]);
    for (const bad of [{ email: "nobody" }, { password: "short" }, { name: " " }, { password: "x".repeat(257) }])
      expect(await codeOf(await join({ ...newPerson(), ...bad }))).toEqual([400, "bad_request"]);
    expect((await call({}, "POST", "/api/join/offer", { secret })).status).toBe(200);
  });
});

describe("members", () => {
  const setRole = (caller: Caller, id: string, role: Role) => call(caller, "PUT", `/api/members/${id}/role`, { role });

  it("are listed with their roles", async () => {
    const { id } = await makeMember(tenant, "auditor");
    const { members } = (await (await call(owner, "GET", "/api/members")).json()) as MemberList;
    expect(members.find(({ user }) => user === id)).toMatchObject({ role: "auditor", secondFactor: false });
  });

  it("get another role at once, and the log says which", async () => {
    const member = await makeMember(tenant, "viewer");
    expect((await setRole(owner, member.id, "admin")).status).toBe(204);
    expect((await call({ Cookie: member.cookie }, "GET", "/api/settings")).status).toBe(200);
    expect((await setRole(owner, member.id, "auditor")).status).toBe(204);
    expect((await call({ Cookie: member.cookie }, "GET", "/api/sessions")).status).toBe(403);
    const log = (await activityOf(tenant)).filter(({ details }) => details["user"] === member.id);
    expect(log.map(({ action, actor, details }) => [action, actor, details["before"], details["after"]])).toEqual([
      ["role_changed", `user:${ownerId}`, "viewer", "admin"],
      ["role_changed", `user:${ownerId}`, "admin", "auditor"],
    ]);
  });

  it("are signed out of the tenant when they are removed, and stay signed in to others", async () => {
    const member = await makeMember(tenant, "viewer");
    const there = await makeOwnedTenant("There");
    await addMember(there.id, member.id, "viewer");
    const elsewhere = { Cookie: await signIn(member.email, PASSWORD) };
    expect((await call(elsewhere, "POST", "/api/account/tenant", { id: there.id })).status).toBe(204);
    expect((await call(owner, "DELETE", `/api/members/${member.id}`)).status).toBe(204);
    expect((await call({ Cookie: member.cookie }, "GET", "/api/me")).status).toBe(401);
    expect((await call(elsewhere, "GET", "/api/me")).status).toBe(200);
    expect((await call(elsewhere, "POST", "/api/account/tenant", { id: tenant })).status).toBe(404);
    expect((await activityOf(tenant)).at(-1)).toMatchObject({ action: "member_removed" });
  });

  it("always have an owner among them, however many are demoted or removed at once", async () => {
    const made = await makeOwnedTenant("Shared");
    const second = await makeMember(made.id, "owner");
    const callers = [{ Cookie: made.cookie }, { Cookie: second.cookie }];
    const ids = [made.owner.id, second.id];
    const answers = await Promise.all([
      setRole(callers[0]!, ids[1]!, "viewer"),
      setRole(callers[1]!, ids[0]!, "viewer"),
      call(callers[0]!, "DELETE", `/api/members/${ids[1]}`),
      call(callers[1]!, "DELETE", `/api/members/${ids[0]}`),
    ]);
    for (const { status } of answers) expect([204, 401, 403, 404, 409]).toContain(status);
    const left = await env.ACCOUNTS.prepare(
      "SELECT user_id AS id FROM member WHERE organization_id = ? AND role = 'owner'",
    )
      .bind(made.id)
      .all<{ id: string }>();
    expect(left.results).toHaveLength(1);
    const last = left.results[0]!.id;
    const caller = { Cookie: await signIn(last === second.id ? second.email : made.owner.email, PASSWORD) };
    expect(await codeOf(await setRole(caller, last, "admin"))).toEqual([409, "last_owner"]);
    expect(await codeOf(await call(caller, "DELETE", `/api/members/${last}`))).toEqual([409, "last_owner"]);
    expect((await setRole(caller, last, "owner")).status).toBe(204);
  });

  it("cannot give, or take away, more than they have", async () => {
    const admin = { Cookie: (await makeMember(tenant, "admin")).cookie };
    const viewer = await makeMember(tenant, "viewer");
    expect(await codeOf(await setRole(admin, viewer.id, "owner"))).toEqual([403, "forbidden"]);
    expect(await codeOf(await setRole(admin, ownerId, "viewer"))).toEqual([403, "forbidden"]);
    expect(await codeOf(await call(admin, "DELETE", `/api/members/${ownerId}`))).toEqual([403, "forbidden"]);
    expect((await call(admin, "POST", "/api/invitations", { role: "owner", note: "" })).status).toBe(403);
    const key = (await makeKey(owner, ["members", "view"])).caller;
    expect((await setRole(key, viewer.id, "auditor")).status).toBe(403);
    expect((await call(key, "POST", "/api/invitations", { role: "admin", note: "" })).status).toBe(403);
    expect((await call(key, "POST", "/api/invitations", { role: "viewer", note: "" })).status).toBe(201);
    expect((await activityOf(tenant)).filter(({ action }) => action === "denied").length).toBeGreaterThanOrEqual(6);
  });

  it("may leave a link open for others, a hundred at most", async () => {
    const made = await makeOwnedTenant("Full");
    const caller = { Cookie: made.cookie };
    const { invitation } = (await makeInvitation(caller, "viewer")) satisfies MadeInvitation;
    const copies = Array.from({ length: 99 }, (_, n) =>
      env.ACCOUNTS.prepare(
        "INSERT INTO join_links SELECT ?, tenant, ?, role, note, created_by, created_at, expires_at FROM join_links WHERE id = ?",
      ).bind(`copy-${n}`, `hash-${n}`, invitation.id),
    );
    await env.ACCOUNTS.batch(copies);
    const answer = await call(caller, "POST", "/api/invitations", { role: "viewer", note: "" });
    expect(await codeOf(answer)).toEqual([409, "too_many"]);
  });
});

describe("signing up", () => {
  const wanted = () => ({ ...newPerson(), tenant: { name: "Mine", region: "us" } });

  it("is closed unless the deployment opens it", async () => {
    expect(await codeOf(await call({}, "POST", "/api/sign-up", wanted()))).toEqual([403, "forbidden"]);
    expect(await codeOf(await call(owner, "POST", "/api/tenants", wanted().tenant))).toEqual([403, "forbidden"]);
    for (const SIGN_UP of ["closed", "", "true"])
      expect((await call({}, "POST", "/api/sign-up", wanted(), { over: { SIGN_UP } })).status).toBe(403);
  });

  it("makes an account and a tenant that records nobody, with two environments", async () => {
    const over = { SIGN_UP: "open" };
    const body = wanted();
    const response = await call({}, "POST", "/api/sign-up", body, { over });
    expect(response.status).toBe(204);
    const caller = { Cookie: cookiesOf(response) };
    const account = (await (await call(caller, "GET", "/api/account", undefined, { over })).json()) as OwnAccount;
    expect(account).toMatchObject({ signUp: true, tenants: [{ name: "Mine", region: "us", role: "owner" }] });
    const settings = await (await call(caller, "GET", "/api/settings")).json();
    expect(settings).toMatchObject({
      policy: {
        recording: false,
        region: "us",
        environments: [
          { id: "production", level: "off" },
          { id: "test", level: "off" },
        ],
      },
    });
    expect((await activityOf(account.tenants[0]!.id))[0]).toMatchObject({ action: "tenant_created" });
    expect(await codeOf(await call({}, "POST", "/api/sign-up", body, { over }))).toEqual([409, "account_exists"]);

    const second = await call(caller, "POST", "/api/tenants", { name: "Second", region: "eu" }, { over });
    expect(second.status).toBe(201);
    const me = (await (await call(caller, "GET", "/api/me")).json()) as { tenant: { name: string; region: string } };
    expect(me.tenant).toMatchObject({ name: "Second", region: "eu" });
  });
});
