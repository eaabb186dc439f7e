import { abortAllDurableObjects, env } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { tenantObject } from "../../src/durable-objects/index.ts";
import { makeEvents, makeTenant, START } from "./builders.ts";
import { activityOf } from "./activity.ts";
import { failingStores, type FaultMoment } from "./faults.ts";
import { inRecording, inTenant, ringRecording, visit, type Visit } from "./visits.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => vi.useRealTimers());

const ACTOR = { user: "user:somebody", maskedIp: null };

const identify = (user: string) => [
  ...makeEvents(0),
  { type: 5, data: { tag: "playhead.identify", payload: { user } }, timestamp: START },
];

/** Two sessions of anna, one stored and one running, and one of somebody else. */
async function setUp() {
  const { tenant, key } = await makeTenant();
  const [stored, running, other] = [await visit(key), await visit(key), await visit(key)];
  for (const each of [stored, running]) await each.send(0, identify("anna"));
  await other.send(0);
  for (const each of [stored, other]) await ringRecording(tenant, each.session, ["index", "chunk"]);
  await ringRecording(tenant, running.session, ["index"]);
  await stored.send(1);
  return { tenant, mine: [stored, running], other };
}

type Made = Awaited<ReturnType<typeof setUp>>;

/** Each way to delete, as it is asked for, and what the log says of it in the end. */
const WAYS = {
  delete: {
    ask: ({ tenant, mine }: Made) => tenantObject(env, "us", tenant).deleteSessions(ACTOR, doomed(mine)),
    logged: ["delete_started", "deleted", "deleted"],
    ledger: true,
  },
  erase: {
    ask: ({ tenant, mine }: Made) => {
      const visitors = mine.map(({ visitor }) => visitor);
      return tenantObject(env, "us", tenant).erasePerson(ACTOR, { visitors, user: "anna" });
    },
    logged: ["erase_started", "erased"],
    ledger: true,
  },
  retention: {
    ask: ({ tenant, mine }: Made) => tenantObject(env, "us", tenant).endRetention(doomed(mine)),
    logged: ["retention_run"],
    ledger: false,
  },
} as const;

function doomed(visits: readonly Visit[]) {
  return visits.map(({ session }) => ({ session, environment: "production" }));
}

/** Lets the alarms ring that have to do with deleting, until there is nothing to do. */
async function settle({ tenant, mine }: Made): Promise<void> {
  const ring = async (instance: { alarm(): Promise<void> }, state: DurableObjectState) => {
    const due = state.storage.sql
      .exec("UPDATE deadlines SET at = 1 WHERE name IN ('delete', 'erase') RETURNING 1")
      .toArray();
    if (due.length > 0) await instance.alarm();
    return due.length > 0;
  };
  for (let rounds = 0; rounds < 20; rounds++) {
    const busy = [await inTenant(tenant, ring)];
    for (const { session } of mine) busy.push(await inRecording(tenant, session, ring));
    if (!busy.includes(true)) return;
  }
  throw new Error("deleting never comes to an end");
}

async function leftOf(tenant: string): Promise<{ keys: string[]; rows: string[] }> {
  const { objects } = await env.BUCKET_US.list({ prefix: `t/${tenant}/s/` });
  const { results } = await env.INDEX_US.prepare(
    `SELECT id AS session FROM sessions WHERE tenant = ?1 UNION ALL SELECT session FROM chunks WHERE tenant = ?1
       UNION ALL SELECT session FROM pages WHERE tenant = ?1`,
  )
    .bind(tenant)
    .all<{ session: string }>();
  return { keys: objects.map(({ key }) => key), rows: results.map(({ session }) => session) };
}

async function ledgerOf(tenant: string): Promise<string> {
  const { objects } = await env.BUCKET_US.list({ prefix: "erased/" });
  const own = objects.filter(({ key }) => key.includes(tenant));
  return (await Promise.all(own.map(async ({ key }) => (await env.BUCKET_US.get(key))!.text()))).join("\n");
}

/** What must hold in the end, whatever happened on the way. */
async function expectGone(made: Made, way: keyof typeof WAYS): Promise<void> {
  const { tenant, mine, other } = made;
  const { keys, rows } = await leftOf(tenant);
  expect(new Set(rows)).toEqual(new Set([other.session]));
  expect(keys.every((key) => key.includes(other.session)) && keys.length === 2).toBe(true);
  for (const each of mine) {
    const response = await each.send(2);
    await response.text();
    expect(response.status).toBe(410);
  }
  expect((await other.send(1)).status).toBe(202);
  const after = await leftOf(tenant);
  expect(after.keys.filter((key) => mine.some(({ session }) => key.includes(session)))).toEqual([]);
  const actions = (await activityOf(tenant)).map(({ action }) => action);
  expect(actions).toEqual(WAYS[way].logged);
  const ledger = await ledgerOf(tenant);
  for (const { session, visitor } of mine) {
    expect(ledger.includes(session)).toBe(WAYS[way].ledger);
    expect(ledger).not.toContain(visitor);
  }
  expect(ledger).not.toContain("anna");
  const left = await inTenant(tenant, (_instance, state) =>
    JSON.stringify([
      state.storage.sql.exec("SELECT * FROM deletions").toArray(),
      state.storage.sql.exec("SELECT * FROM deletion_jobs").toArray(),
    ]),
  );
  for (const { session, visitor } of mine) expect(left).not.toMatch(new RegExp(`${session}|${visitor}|anna`));
}

describe.each(["delete", "erase", "retention"] as const)("a deletion (%s)", (way) => {
  it("leaves nothing, touches nobody else, and nothing brings it back", async () => {
    const made = await setUp();
    await WAYS[way].ask(made);
    await settle(made);
    await expectGone(made, way);
    // Asked for once more it finds nothing to do.
    await WAYS.retention.ask(made);
    await settle(made);
    const { rows } = await leftOf(made.tenant);
    expect(new Set(rows)).toEqual(new Set([made.other.session]));
  });

  it.each<FaultMoment>(["before", "after"])(
    "leaves nothing and nothing extra when everything stops %s any of its steps",
    async (moment) => {
      for (let step = 0; ; step++) {
        const made = await setUp();
        const { tenant, mine } = made;
        const fault = failingStores(step, moment, true);
        await inTenant(tenant, (instance) => void (instance.stores = fault.stores));
        for (const { session } of mine)
          await inRecording(tenant, session, (instance) => void (instance.stores = fault.stores));
        // The alarms ring until one has met the fault, or all is done.
        await WAYS[way].ask(made).catch(() => undefined);
        for (let rounds = 0; rounds < 6 && !fault.struck(); rounds++)
          await inTenant(tenant, async (instance, state) => {
            state.storage.sql.exec("UPDATE deadlines SET at = 1 WHERE name = 'delete'");
            await instance.alarm();
          });
        await abortAllDurableObjects();
        // Somebody who got no answer asks again, and so does the next run of the retention.
        if (way === "retention") await WAYS[way].ask(made).catch(() => undefined);
        await settle(made);
        await expectGone(made, way);
        if (fault.struck()) continue;
        expect(step).toBeGreaterThan(8);
        break;
      }
    },
    240_000,
  );
});
