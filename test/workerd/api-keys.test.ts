import { env, runInDurableObject } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import type { Recording } from "../../src/durable-objects/index.ts";
import { uuidv7, type ErrorBody } from "../../src/protocol/index.ts";
import type { Manifest, Me, SessionList } from "../../src/protocol/api.schema.ts";
import type { KeyList, MadeKey } from "../../src/protocol/members.schema.ts";
import { activityOf } from "./activity.ts";
import { identityOf, makeBatch, objectOf } from "./builders.ts";
import { call, makeKey, makeMember, makeOwnedTenant, type Caller } from "./people.ts";

let tenant = "";
let owner: Caller = {};

beforeAll(async () => {
  const made = await makeOwnedTenant("Here");
  tenant = made.id;
  owner = { Cookie: made.cookie };
});

async function codeOf(response: Response): Promise<[number, string]> {
  return [response.status, ((await response.json()) as ErrorBody).error.code];
}

async function recorded(environment: string): Promise<string> {
  const identity = identityOf({ tenant, environment });
  await objectOf(identity).append(identity, await makeBatch(uuidv7(1), 0));
  await runInDurableObject(objectOf(identity), async (instance: Recording, state) => {
    state.storage.sql.exec("UPDATE deadlines SET at = 0 WHERE name IN ('index', 'chunk')");
    await instance.alarm();
  });
  return identity.session;
}

const WANTED = { name: "Export", scopes: ["view"], environment: null, days: 30 };

describe("an API key", () => {
  it("is shown once, and kept as an HMAC only", async () => {
    const made = (await (await call(owner, "POST", "/api/keys", WANTED)).json()) as MadeKey;
    expect(made.secret).toMatch(/^phk_[0-9a-f]{32}_[\w-]{43}$/);
    const secret = made.secret.split("_").slice(2).join("_");
    const rows = await env.ACCOUNTS.prepare("SELECT * FROM api_keys").all();
    expect(JSON.stringify(rows.results)).not.toContain(secret);
    const list = await (await call(owner, "GET", "/api/keys")).text();
    expect(list).toContain(made.key.id);
    expect(list).not.toContain(secret);
    expect(list).not.toContain("secret");
  });

  it("works until it is revoked or ends, and every wrong one gets the same words", async () => {
    const words = async (caller: Caller) => {
      const response = await call(caller, "GET", "/api/me");
      const { error } = (await response.json()) as ErrorBody;
      return [response.status, error.code, error.message];
    };
    const revoked = await makeKey(owner, ["view"]);
    expect(await (await call(revoked.caller, "GET", "/api/me")).json()).toMatchObject({
      user: null,
      role: null,
      permissions: ["view"],
      tenant: { id: tenant },
    } satisfies Partial<Me> | object);
    const { keys } = (await (await call(owner, "DELETE", `/api/keys/${revoked.id}`)).json()) as KeyList;
    expect(keys.find(({ id }) => id === revoked.id)!.revokedAt).not.toBeNull();
    const ended = await makeKey(owner, ["view"]);
    await env.ACCOUNTS.prepare("UPDATE api_keys SET expires_at = 1 WHERE id = ?").bind(ended.id).run();
    const good = await makeKey(owner, ["view"]);
    const text = good.caller.Authorization;
    const wrong = [
      revoked.caller,
      ended.caller,
      { Authorization: `${text.slice(0, -2)}${text.endsWith("AA") ? "BB" : "AA"}` },
      { Authorization: "Bearer phk_nonsense" },
      { Authorization: "Bearer x" },
    ];
    const first = await words(wrong[0]!);
    expect(first.slice(0, 2)).toEqual([401, "invalid_token"]);
    for (const caller of wrong) expect(await words(caller)).toEqual(first);
    expect((await call(good.caller, "GET", "/api/me")).status).toBe(200);
  });

  it("can do no more than whoever makes it, and not what it lacks", async () => {
    const { caller } = await makeKey(owner, ["members", "view"]);
    const make = (scopes: string[], environment: string | null = null) =>
      call(caller, "POST", "/api/keys", { ...WANTED, scopes, environment });
    expect((await make(["view"])).status).toBe(201);
    expect(await codeOf(await make(["view", "settings"]))).toEqual([403, "forbidden"]);
    expect(await codeOf(await make([]))).toEqual([400, "bad_request"]);
    expect(await codeOf(await make(["everything"]))).toEqual([400, "bad_request"]);
    expect(await codeOf(await make(["members"], "production"))).toEqual([400, "bad_request"]);
    expect(await codeOf(await make(["view"], "nowhere"))).toEqual([400, "bad_request"]);
    for (const days of [0, 367, 1.5])
      expect((await call(owner, "POST", "/api/keys", { ...WANTED, days })).status).toBe(400);
    const viewer = { Cookie: (await makeMember(tenant, "viewer")).cookie };
    expect((await call(viewer, "POST", "/api/keys", WANTED)).status).toBe(403);
  });

  it("gives no more rights than it has to a call that has cookies as well", async () => {
    const { caller } = await makeKey(owner, ["activity"]);
    expect((await call({ ...owner, ...caller }, "GET", "/api/settings")).status).toBe(403);
  });

  it("of one environment sees its sessions only", async () => {
    const [here, there] = [await recorded("production"), await recorded("test")];
    const { caller } = await makeKey(owner, ["view"], "production");
    const { sessions } = (await (await call(caller, "GET", "/api/sessions")).json()) as SessionList;
    expect(sessions.map(({ id }) => id)).toEqual([here]);
    const answer = async (id: string, part: string) => {
      const response = await call(caller, "GET", `/api/sessions/${id}${part}`);
      return [response.status, (await response.text()).replace(/"requestId":"[^"]+"/, "")];
    };
    for (const part of ["", "/manifest", "/inspect"]) {
      expect((await answer(here, part))[0]).toBe(200);
      expect(await answer(there, part)).toEqual(await answer(uuidv7(), part));
    }
    const { grant } = (await (await call(owner, "GET", `/api/sessions/${there}/manifest`)).json()) as Manifest;
    expect((await call(caller, "GET", `/api/sessions/${there}/chunks/0?grant=${grant}`)).status).toBe(403);
  });

  it("is named in the activity log, with its making, its views and its end", async () => {
    const session = await recorded("production");
    const { id, caller } = await makeKey(owner, ["view"]);
    await call(caller, "GET", `/api/sessions/${session}/manifest`, undefined, {
      headers: { "CF-Connecting-IP": "198.51.100.9" },
    });
    await call(caller, "GET", "/api/settings");
    await call(owner, "DELETE", `/api/keys/${id}`);
    const log = await activityOf(tenant);
    const own = log.filter(({ actor, details }) => actor === `key:${id}` || details["key"] === id);
    expect(own.map(({ action }) => action)).toEqual(["key_created", "view", "denied", "key_revoked"]);
    expect(own[1]).toMatchObject({ session, masked_ip: "198.51.100.0/24" });
  });

  it("has its last use noted, to the minute", async () => {
    const { id, caller } = await makeKey(owner, ["view"]);
    const used = async () => {
      const { keys } = (await (await call(owner, "GET", "/api/keys")).json()) as KeyList;
      return keys.find((key) => key.id === id)!.lastUsedAt;
    };
    expect(await used()).toBeNull();
    await call(caller, "GET", "/api/me");
    const first = await used();
    expect(first).toBeGreaterThan(Date.now() - 60_000);
    await call(caller, "GET", "/api/me");
    expect(await used()).toBe(first);
    await env.ACCOUNTS.prepare("UPDATE api_keys SET last_used_at = 1 WHERE id = ?").bind(id).run();
    await call(caller, "GET", "/api/me");
    expect(await used()).toBeGreaterThan(1);
  });
});
