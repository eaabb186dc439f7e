import { SELF, env } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import { tenantObject } from "../../src/durable-objects/index.ts";
import { uuidv7, type ErrorBody } from "../../src/protocol/index.ts";
import { app } from "../../src/worker/app.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { activityOf } from "./activity.ts";
import { BASE } from "./accounts.ts";
import { postStart, startBody } from "./builders.ts";

const TOKEN = "a-platform-token-of-the-tests";

function request(body: unknown, authorization?: string, tenant: string = DEMO.tenant): Request {
  return new Request(`${BASE}/api/platform/tenants/${tenant}/max-level`, {
    method: "PUT",
    headers: {
      "Content-Type": "application/json",
      "CF-Connecting-IP": "203.0.113.77",
      ...(authorization !== undefined && { Authorization: authorization }),
    },
    body: JSON.stringify(body),
  });
}

async function lock(...args: Parameters<typeof request>): Promise<Response> {
  return app.fetch(request(...args), { ...env, PLATFORM_TOKEN: TOKEN });
}

async function codeOf(response: Response): Promise<[number, string]> {
  return [response.status, ((await response.json()) as ErrorBody).error.code];
}

const settings = async () => {
  const found = await tenantObject(env, "us", DEMO.tenant).settings();
  if (!found || found === "unreadable") throw new Error("no settings");
  return found;
};

// Makes the demo tenant.
beforeAll(async () => void (await (await postStart(startBody(DEMO.key))).json()));

describe("the platform's lock", () => {
  it("is not there without a token of the platform", async () => {
    expect(await codeOf(await SELF.fetch(request({ maxLevel: "off" }, `Bearer ${TOKEN}`)))).toEqual([404, "not_found"]);
    expect(await codeOf(await SELF.fetch(request({ maxLevel: "off" }, "Bearer ")))).toEqual([404, "not_found"]);
    expect(await codeOf(await SELF.fetch(request({})))).toEqual([404, "not_found"]);
  });

  it.each([
    undefined,
    "",
    "Bearer",
    "Bearer x",
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(1)}`,
    TOKEN,
    `Basic ${TOKEN}`,
  ])("is closed to %j", async (authorization) => {
    const before = await settings();
    for (const body of [{ maxLevel: "off" }, {}])
      expect(await codeOf(await lock(body, authorization))).toEqual([401, "invalid_token"]);
    expect(await settings()).toEqual(before);
  });

  it("cuts every level of a tenant to it, with an entry in the activity log", async () => {
    const before = await settings();
    const response = await lock({ maxLevel: "dxa" }, `Bearer ${TOKEN}`);
    expect([response.status, await response.json()]).toEqual([
      200,
      { tenant: DEMO.tenant, version: before.version + 1, maxLevel: "dxa" },
    ]);
    expect((await settings()).policy.environments).toEqual(before.policy.environments);
    expect(await (await postStart(startBody(DEMO.key))).json()).toMatchObject({ level: "dxa" });
    expect((await activityOf(DEMO.tenant)).at(-1)).toMatchObject({
      actor: "platform",
      masked_ip: "203.0.113.0/24",
      details: { version: before.version + 1, maxLevel: { before: "playback", after: "dxa" } },
    });
    await (await lock({ maxLevel: "playback" }, `Bearer ${TOKEN}`)).text();
    expect(await (await postStart(startBody(DEMO.key))).json()).toMatchObject({ level: "playback" });
  });

  it("says what is wrong with the call", async () => {
    expect(await codeOf(await lock({ maxLevel: "all" }, `Bearer ${TOKEN}`))).toEqual([400, "bad_request"]);
    expect(await codeOf(await lock({ maxLevel: "off" }, `Bearer ${TOKEN}`, uuidv7()))).toEqual([404, "not_found"]);
  });
});
