import { env } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { tenantObject, type Recording } from "../../src/durable-objects/index.ts";
import type { ErrorBody } from "../../src/protocol/index.ts";
import { activityOf } from "./activity.ts";
import { START, makeTenant, startBody } from "./builders.ts";
import { ask, inRecording, ringRecording, ringTenant, visit, type Visit } from "./visits.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => vi.useRealTimers());

const ACTOR = { user: "somebody", maskedIp: null };

function usageOf(tenant: string) {
  return tenantObject(env, "us", tenant).usage();
}

async function sent(tenant: string, each: Visit, seqs: number[]): Promise<void> {
  for (const seq of seqs) expect((await each.send(seq)).status).toBe(202);
  await ringRecording(tenant, each.session, ["index", "chunk"]);
}

async function warningsLogged(tenant: string): Promise<[string, number][]> {
  const warnings = (await activityOf(tenant)).filter(({ action }) => action === "quota_warning");
  expect(warnings.every(({ actor }) => actor === "system")).toBe(true);
  return warnings.map(({ details }) => [details["of"] as string, details["percent"] as number]);
}

/** What of a session's object calls the tenant's. */
function bytesOf(instance: Recording): object {
  return (instance as unknown as { bytes: object }).bytes;
}

/** Bytes that the list shows of all sessions. */
async function bytesListed(tenant: string): Promise<number> {
  const row = await env.INDEX_US.prepare("SELECT SUM(wire_bytes) AS bytes FROM sessions WHERE tenant = ?")
    .bind(tenant)
    .first<{ bytes: number }>();
  return row!.bytes;
}

async function expectOver(response: Response): Promise<void> {
  const { error } = (await response.json()) as ErrorBody;
  expect([response.status, error.code]).toEqual([403, "excluded"]);
  expect(error.message).toContain("byte_budget_reached");
}

describe("the byte budget", () => {
  it("adds up what sessions report, each byte once", async () => {
    const { tenant, key } = await makeTenant();
    const [first, second] = [await visit(key), await visit(key)];
    await sent(tenant, first, [0]);
    await sent(tenant, second, [0]);
    await sent(tenant, first, [1, 2]);
    const bytes = await bytesListed(tenant);
    expect(bytes).toBeGreaterThan(1_000);
    for (const total of [10, 1_000, 1]) await tenantObject(env, "us", tenant).reportBytes(first.session, total);
    expect(await usageOf(tenant)).toMatchObject({ bytes, byteLimit: null, warnings: [] });
  });

  it("refuses the batches of whoever passes it and of whoever comes after, until there is more of it", async () => {
    const { tenant, key } = await makeTenant({}, { bytes: 2_500 });
    const [first, second] = [await visit(key), await visit(key)];
    await sent(tenant, first, [0]);
    expect((await usageOf(tenant))!.bytes).toBeLessThan(2_500);
    await sent(tenant, second, [0, 1, 2]);
    expect((await usageOf(tenant))!.bytes).toBeGreaterThan(2_500);
    await expectOver(await second.send(3));
    expect(await second.again()).toMatchObject({ level: "off", reason: "byte_budget_reached" });
    expect(await ask(startBody(key))).toMatchObject({ level: "off", reason: "byte_budget_reached" });
    // Whoever was let in before goes on to the next report.
    await sent(tenant, first, [1]);
    await expectOver(await first.send(2));

    await tenantObject(env, "us", tenant).changeQuota(ACTOR, { sessions: 1_000, bytes: 1_000_000 });
    await expectOver(await first.send(2));
    expect(await first.again()).toMatchObject({ level: "playback" });
    expect((await first.send(2)).status).toBe(202);
    expect(await usageOf(tenant)).toMatchObject({ bytes: 0, byteLimit: 1_000_000, warnings: [] });
  });

  it("bounds playback only; what is below counts", async () => {
    const { tenant, key } = await makeTenant({ level: "dxa" }, { bytes: 1 });
    const running = await visit(key);
    await sent(tenant, running, [0]);
    expect((await usageOf(tenant))!.bytes).toBeGreaterThan(1);
    expect((await running.send(1)).status).toBe(202);
    expect(await ask(startBody(key))).toMatchObject({ level: "dxa" });
  });

  it("of a tenant that cannot be asked keeps no chunk from being stored, and is told later", async () => {
    const { tenant, key } = await makeTenant();
    const running = await visit(key);
    await running.send(0);
    const whole = await inRecording(tenant, running.session, (instance) => {
      const bindings = (instance as unknown as { env: typeof env }).env;
      const TENANT = { getByName: () => ({ reportBytes: () => Promise.reject(new Error("busy")) }) };
      Object.assign(bytesOf(instance), { env: { ...bindings, TENANT } });
      return bindings;
    });
    await ringRecording(tenant, running.session, ["index", "chunk"]);
    expect(
      await env.INDEX_US.prepare("SELECT n FROM chunks WHERE session = ?").bind(running.session).all(),
    ).toMatchObject({
      results: [{ n: 0 }],
    });
    expect((await usageOf(tenant))!.bytes).toBe(0);
    await inRecording(tenant, running.session, (instance) => void Object.assign(bytesOf(instance), { env: whole }));
    await ringRecording(tenant, running.session, ["report"]);
    expect((await usageOf(tenant))!.bytes).toBe(await bytesListed(tenant));
  });
});

describe("a warning", () => {
  it("of sessions and of bytes is given once in a period, in usage and in the activity log", async () => {
    const { tenant, key } = await makeTenant({}, { sessions: 5, bytes: 1_000 });
    const visits = [];
    for (let i = 0; i < 4; i++) visits.push(await visit(key));
    await ringTenant(tenant);
    expect(await warningsLogged(tenant)).toEqual([["sessions", 80]]);
    visits.push(await visit(key));
    await sent(tenant, visits[0]!, [0, 1]);
    await sent(tenant, visits[1]!, [0]);
    await ringTenant(tenant);
    const all = [
      ["sessions", 80],
      ["sessions", 100],
      ["bytes", 80],
      ["bytes", 100],
    ];
    expect(new Set((await warningsLogged(tenant)).map(String))).toEqual(new Set(all.map(String)));
    expect(await warningsLogged(tenant)).toHaveLength(4);
    const { warnings } = (await usageOf(tenant))!;
    expect(new Set(warnings.map(({ of, percent, at }) => `${of},${percent},${at}`))).toEqual(
      new Set(all.map((pair) => `${pair},${START}`)),
    );
    // A new period warns again.
    vi.setSystemTime(Date.UTC(2031, 1, 20));
    for (let i = 0; i < 4; i++) await visit(key);
    await ringTenant(tenant);
    expect(await warningsLogged(tenant)).toHaveLength(5);
  });
});
