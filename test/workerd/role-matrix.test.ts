import { env, runInDurableObject } from "cloudflare:test";
import { drizzle } from "drizzle-orm/d1";
import { beforeAll, describe, expect, it } from "vitest";
import { tenantObject, type Recording } from "../../src/durable-objects/index.ts";
import {
  PERMISSIONS,
  ROLES,
  newEnvironment,
  newPolicy,
  permissionsOf,
  uuidv7,
  type ErrorBody,
  type Permission,
} from "../../src/protocol/index.ts";
import { passkey, session } from "../../src/storage/account-tables.ts";
import { eq } from "drizzle-orm";
import { activityOf } from "./activity.ts";
import { identityOf, makeBatch, objectOf } from "./builders.ts";
import { call, makeInvitation, makeKey, makeMember, makeOwnedTenant, type Caller } from "./people.ts";
import { routeTable } from "./route-table.ts";

/** What of another tenant an address can name. */
type Named = "session" | "filter" | "environment" | "member" | "invitation" | "key" | "signIn" | "passkey";

interface Example {
  /** What `:id` of the path names; a route with `:id` has to say it. */
  id?: Named;
  query?: string;
  /** A body that is read, and changes nothing that another line needs. */
  body?: unknown;
}

const GRANT = "grant=x";

/**
 * How to call each route that asks for something. A new route fails the first test until it has a line here; the rest is made out of the
 * table of routes: who is let in, who is not, and that ids of other tenants look like ids of nothing.
 */
const EXAMPLES: Record<string, Example> = {
  "POST /api/auth/two-factor/enable": { body: {} },
  "POST /api/auth/two-factor/disable": { body: {} },
  "POST /api/auth/two-factor/generate-backup-codes": { body: {} },
  "GET /api/auth/passkey/generate-register-options": {},
  "POST /api/auth/passkey/verify-registration": { body: {} },
  "GET /api/account": {},
  "PUT /api/account": { body: {} },
  "POST /api/account/password": { body: {} },
  "GET /api/account/sign-ins": {},
  "DELETE /api/account/sign-ins": {},
  "DELETE /api/account/sign-ins/:id": { id: "signIn" },
  "DELETE /api/account/passkeys/:id": { id: "passkey" },
  "POST /api/account/tenant": { body: {} },
  "POST /api/tenants": { body: {} },
  "GET /api/members": {},
  "GET /api/mentions": {},
  "PUT /api/members/:id/role": { id: "member", body: { role: "viewer" } },
  "DELETE /api/members/:id": { id: "member" },
  "POST /api/invitations": { body: {} },
  "DELETE /api/invitations/:id": { id: "invitation" },
  "GET /api/keys": {},
  "POST /api/keys": { body: {} },
  "DELETE /api/keys/:id": { id: "key" },
  "GET /api/me": {},
  "GET /api/sessions": {},
  "GET /api/sessions/count": {},
  "GET /api/sessions/live": {},
  "GET /api/sessions/values": { query: "field=country" },
  "GET /api/sessions/:id/neighbours": { id: "session" },
  "POST /api/sessions/:id/seen": { id: "session" },
  "POST /api/sessions/tags": { body: {} },
  "PUT /api/sessions/:id/tags/:tag": { id: "session" },
  "DELETE /api/sessions/:id/tags/:tag": { id: "session" },
  "GET /api/filters": {},
  "POST /api/filters": { body: {} },
  "PUT /api/filters/:id": { id: "filter", body: { name: "x", query: "", shared: false } },
  "DELETE /api/filters/:id": { id: "filter" },
  "GET /api/sessions/:id": { id: "session" },
  "GET /api/sessions/:id/inspect": { id: "session" },
  "POST /api/sessions/:id/release": { id: "session" },
  "GET /api/sessions/:id/manifest": { id: "session" },
  "GET /api/sessions/:id/chunks/:n": { id: "session", query: GRANT },
  "GET /api/sessions/:id/assets": { id: "session", query: GRANT },
  "GET /api/sessions/:id/assets/:sha256": { id: "session", query: GRANT },
  "GET /api/sessions/:id/live": { id: "session", query: GRANT },
  "POST /api/sessions/:id/grant": { id: "session", body: { grant: "x" } },
  "POST /api/sessions/:id/watched": { id: "session", body: { grant: "x", watched: [] } },
  "GET /api/sessions/:id/shares": { id: "session" },
  "POST /api/sessions/:id/shares": { id: "session", body: {} },
  "DELETE /api/sessions/:id/shares/:share": { id: "session" },
  "GET /api/sessions/:id/notes": { id: "session" },
  "POST /api/sessions/:id/notes": { id: "session", body: { at: 0, text: "x" } },
  "PATCH /api/sessions/:id/notes/:note": { id: "session", body: { resolved: true } },
  "DELETE /api/sessions/:id/notes/:note": { id: "session" },
  "GET /api/members/names": {},
  "POST /api/sessions/delete": { body: {} },
  "DELETE /api/sessions/:id": { id: "session" },
  "PUT /api/sessions/:id/pin": { id: "session", body: { reason: "x" } },
  "DELETE /api/sessions/:id/pin": { id: "session" },
  "GET /api/deletions": {},
  "POST /api/people/find": { body: {} },
  "POST /api/people/erase": { body: {} },
  "POST /api/exports": { body: {} },
  "POST /api/imports": { body: {} },
  "POST /api/imports/:id/batches": { id: "session", query: "token=x&page=x&seq=0" },
  "POST /api/imports/:id/end": { id: "session", query: "token=x" },
  "POST /api/insights/funnel": { body: { steps: [{ kind: "page", match: "/" }] } },
  "POST /api/insights/paths": { body: { direction: "from" } },
  "GET /api/insights/pages": {},
  "GET /api/insights/errors": {},
  "GET /api/insights/friction": {},
  "GET /api/insights/heat": { query: "page=/" },
  "GET /api/insights/names": {},
  "POST /api/insights/sessions": { body: { pick: { of: "error", error: "x" } } },
  "GET /api/settings": {},
  "PUT /api/settings": { body: {} },
  "POST /api/settings/environments/:id/keys": { id: "environment" },
  "DELETE /api/settings/environments/:id/keys/:key": { id: "environment" },
  "GET /api/settings/usage": {},
  "PUT /api/settings/quota": { body: {} },
  "POST /api/settings/test": { body: {} },
  "GET /api/settings/refusals": {},
  "GET /api/settings/identity-secret": {},
  "POST /api/settings/identity-secret": {},
  "POST /api/settings/preview": { body: {} },
  "POST /api/settings/privacy/apply": { body: {} },
  "GET /api/settings/privacy/apply": {},
  "DELETE /api/settings/privacy/apply": {},
  "GET /api/activity": {},
  "GET /api/activity/facets": {},
  "GET /api/activity/status": {},
  "POST /api/activity/verify": { body: {} },
  "GET /api/activity/export": {},
};

const guarded = routeTable().filter(({ access }) => access !== null);
const REST = {
  n: "0",
  tag: "bug",
  key: "gone",
  share: "01890a5d-ac96-774b-bcce-b302099a8057",
  note: "01890a5d-ac96-774b-bcce-b302099a8057",
  sha256: "0".repeat(64),
};

function ask(caller: Caller, { method, path }: { method: string; path: string }, id: string = uuidv7()) {
  const { query, body } = EXAMPLES[`${method} ${path}`] ?? {};
  const filled = path.replace(/:(\w+)/g, (_, name: string) => ({ ...REST, id })[name as "id"]);
  return call(caller, method, query ? `${filled}?${query}` : filled, body);
}

/** Codes of those who are not let in. */
const DENIED = new Set(["signed_out", "forbidden"]);

/** The status, and the code of a refusal. */
async function outcome(response: Response): Promise<[number, string | null]> {
  const text = await response.text();
  if (response.ok) return [response.status, null];
  return [response.status, (JSON.parse(text) as ErrorBody).error.code];
}

interface Somebody {
  name: string;
  caller: Caller;
  permissions: readonly Permission[];
  isPerson: boolean;
}

let tenant = "";
let owner: Caller = {};
const people: Somebody[] = [];
const foreign = {} as Record<Named, string>;

/** A tenant with one of everything that an address can name. */
async function makeForeign(): Promise<void> {
  const other = await makeOwnedTenant("Elsewhere");
  const policy = newPolicy(other.id, "us", Date.now());
  const environments = [...policy.environments, newEnvironment("elsewhere", "Elsewhere")];
  await tenantObject(env, "us", other.id).configure({ ...policy, environments });
  const identity = identityOf({ tenant: other.id });
  await objectOf(identity).append(identity, await makeBatch(uuidv7(1), 0));
  await runInDurableObject(objectOf(identity), async (instance: Recording, state) => {
    state.storage.sql.exec("UPDATE deadlines SET at = 0 WHERE name IN ('index', 'chunk')");
    await instance.alarm();
  });
  const db = drizzle(env.ACCOUNTS);
  const keyOfDevice = {
    publicKey: "x",
    credentialID: uuidv7(),
    counter: 0,
    deviceType: "singleDevice",
    backedUp: false,
  };
  const [device] = await db
    .insert(passkey)
    .values({ id: uuidv7(), userId: other.owner.id, ...keyOfDevice })
    .returning();
  const [signIn] = await db.select({ id: session.id }).from(session).where(eq(session.userId, other.owner.id));
  const saved = { name: "Theirs", query: "has:error", shared: true };
  const { filters } = (await (await call({ Cookie: other.cookie }, "POST", "/api/filters", saved)).json()) as {
    filters: { id: string }[];
  };
  Object.assign(foreign, {
    session: identity.session,
    filter: filters[0]!.id,
    environment: "elsewhere",
    member: other.owner.id,
    invitation: (await makeInvitation({ Cookie: other.cookie }, "viewer")).invitation.id,
    key: (await makeKey({ Cookie: other.cookie }, ["view"])).id,
    signIn: signIn!.id,
    passkey: device!.id,
  } satisfies Record<Named, string>);
}

beforeAll(async () => {
  const made = await makeOwnedTenant("Here");
  tenant = made.id;
  owner = { Cookie: made.cookie };
  for (const role of ROLES) {
    const { cookie } = await makeMember(tenant, role);
    people.push({ name: role, caller: { Cookie: cookie }, permissions: permissionsOf(role), isPerson: true });
  }
  for (const permission of PERMISSIONS) {
    const { caller } = await makeKey(owner, [permission]);
    people.push({ name: `a key for ${permission}`, caller, permissions: [permission], isPerson: false });
  }
  await makeForeign();
}, 120_000);

describe("role × route", () => {
  it("has a line for every route that asks for something", () => {
    expect(guarded.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(Object.keys(EXAMPLES).toSorted());
    for (const [name, { id }] of Object.entries(EXAMPLES))
      expect([name, id !== undefined]).toEqual([name, name.includes(":id")]);
  });

  it.each(guarded)("$method $path lets in whom it should, and nobody else", async (route) => {
    const { access } = route;
    const check = async ({ name, caller, permissions, isPerson }: Somebody) => {
      const may = access === "person" ? isPerson : access === "member" || permissions.includes(access as Permission);
      const [status, code] = await outcome(await ask(caller, route));
      if (may) expect([name, DENIED.has(code ?? "")], `${status} ${code}`).toEqual([name, false]);
      else expect([name, status, code]).toEqual([name, 403, "forbidden"]);
      // What is refused is the caller's fault, whatever the call was.
      expect([name, status < 500]).toEqual([name, true]);
    };
    await Promise.all(people.map(check));
    expect(await outcome(await ask({}, route))).toEqual([401, "signed_out"]);
    const wrong = { Authorization: `Bearer phk_${"0".repeat(32)}_${"A".repeat(43)}` };
    expect((await ask(wrong, route)).status).toBe(access === "person" ? 403 : 401);
  });

  it("enters every attempt that was denied in the activity log", async () => {
    const { cookie, id } = await makeMember(tenant, "viewer");
    const before = (await activityOf(tenant)).filter(({ action }) => action === "denied").length;
    await ask({ Cookie: cookie }, { method: "GET", path: "/api/settings" });
    const denied = (await activityOf(tenant)).filter(({ action }) => action === "denied");
    expect(denied.filter(({ actor }) => actor === `user:${id}`)).toHaveLength(1);
    expect(denied.at(-1)!.details).toEqual({ method: "GET", path: "/api/settings" });
    expect(before).toBeGreaterThan(100);
  });
});

describe("an id of another tenant", () => {
  const named = guarded.filter(({ path }) => path.includes(":id"));

  it.each(named)("is like one of nothing for $method $path", async (route) => {
    const id = foreign[EXAMPLES[`${route.method} ${route.path}`]!.id!];
    const nothing = id === "elsewhere" ? "nowhere" : uuidv7();
    const keys = people.filter(
      ({ isPerson, permissions }) => !isPerson && permissions.includes(route.access as Permission),
    );
    for (const caller of [owner, ...keys.map((somebody) => somebody.caller)]) {
      const answers = [];
      for (const wanted of [id, nothing]) {
        const response = await ask(caller, route, wanted);
        const text = (await response.text()).replaceAll(wanted, "ID").replace(/"requestId":"[^"]+"/, "");
        answers.push([response.status, text]);
      }
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]![0]).toBeGreaterThanOrEqual(400);
    }
  });

  it("is still there afterwards, untouched", async () => {
    const count = async (table: string, id: string) =>
      (await env.ACCOUNTS.prepare(`SELECT count(*) AS n FROM ${table} WHERE id = ?`).bind(id).first<{ n: number }>())!
        .n;
    expect(await count("join_links", foreign.invitation)).toBe(1);
    expect(await count("passkey", foreign.passkey)).toBe(1);
    expect(await count("session", foreign.signIn)).toBe(1);
    const key = await env.ACCOUNTS.prepare("SELECT revoked_at FROM api_keys WHERE id = ?").bind(foreign.key).first();
    expect(key).toEqual({ revoked_at: null });
    const role = await env.ACCOUNTS.prepare("SELECT role FROM member WHERE user_id = ?").bind(foreign.member).first();
    expect(role).toEqual({ role: "owner" });
  });
});
