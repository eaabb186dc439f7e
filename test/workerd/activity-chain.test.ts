import { env, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { tenantObject, type Tenant } from "../../src/durable-objects/index.ts";
import { LOG_ORIGIN, type NewEntry } from "../../src/protocol/activity/entry.ts";
import { uuidv7 } from "../../src/protocol/index.ts";
import { activityOf } from "./activity.ts";
import { makeTenant } from "./builders.ts";
import { inTenant } from "./visits.ts";

const SOMEBODY: NewEntry = { actor: "somebody", action: "view", session: uuidv7(), maskedIp: "203.0.113.0/24" };

async function logged(count: number) {
  const tenant = uuidv7();
  const object = () => tenantObject(env, "us", tenant);
  for (let i = 0; i < count; i++) await object().enter({ tenant, region: "us" }, { ...SOMEBODY, details: { i } });
  return { tenant, object };
}

describe("the activity log in the tenant's object", () => {
  it("numbers its entries, chains them, and keeps them when the object is lost", async () => {
    const { tenant, object } = await logged(3);
    await evictDurableObject(object());
    expect(await object().enter({ tenant, region: "us" }, SOMEBODY)).toBe(4);
    const rows = await env.INDEX_US.prepare("SELECT seq, prev_hash, hash FROM activity WHERE tenant = ? ORDER BY seq");
    await object().projectLog();
    const { results } = await rows.bind(tenant).all<{ seq: number; prev_hash: string; hash: string }>();
    expect(results.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(results.map(({ prev_hash: hash }) => hash)).toEqual([
      LOG_ORIGIN,
      ...results.slice(0, 3).map(({ hash }) => hash),
    ]);
  });

  it("takes over what the version before it had not brought to the index", async () => {
    const { tenant, policy } = await makeTenant();
    const entry = {
      tenant,
      id: uuidv7(),
      at: 5,
      actor: "somebody",
      action: "settings",
      session: null,
      details: { a: 1 },
    };
    await inTenant(tenant, async (instance, { storage }) => {
      storage.sql.exec("CREATE TABLE outbox (id TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID");
      storage.sql.exec("INSERT INTO outbox VALUES (?, ?)", entry.id, JSON.stringify(entry));
      storage.sql.exec("INSERT INTO deadlines VALUES ('outbox', 1, 0)");
      await instance.alarm();
    });
    await tenantObject(env, policy.region, tenant).enter({ tenant, region: "us" }, SOMEBODY);
    expect(await activityOf(tenant)).toMatchObject([
      { seq: 1, actor: "somebody", action: "settings", details: { a: 1 } },
      { seq: 2, action: "view" },
    ]);
  });

  it("takes the same id once", async () => {
    const { tenant, object } = await logged(1);
    const entry = { ...SOMEBODY, id: uuidv7() };
    const seqs = await Promise.all([1, 2, 3].map(() => object().enter({ tenant, region: "us" }, entry)));
    expect(seqs).toEqual([2, 2, 2]);
    expect(await activityOf(tenant)).toHaveLength(2);
  });

  it.each([
    ["changed", "UPDATE log SET json = '{}' WHERE seq = 2"],
    ["taken out", "DELETE FROM log WHERE seq = 2"],
    ["replaced", "INSERT OR REPLACE INTO log VALUES (2, 'other', '{}', 'x')"],
    ["replaced by its id", "INSERT OR REPLACE INTO log SELECT 4, id, '{}', 'x' FROM log WHERE seq = 2"],
    ["put into a gap", "INSERT INTO log VALUES (7, 'other', '{}', 'x')"],
    ["put first", "INSERT OR IGNORE INTO log VALUES (0, 'other', '{}', 'x')"],
  ])("lets no entry be %s", async (_how, sql) => {
    const { object } = await logged(3);
    await runInDurableObject(object() as DurableObjectStub<Tenant>, (_instance, state) => {
      const rows = () => state.storage.sql.exec("SELECT * FROM log").toArray();
      const before = rows();
      expect(() => state.storage.sql.exec(sql)).toThrow("only added to");
      expect(rows()).toEqual(before);
    });
  });

  it("is brought into the index once, in whatever order and however often that is tried", async () => {
    const { tenant, object } = await logged(120);
    await Promise.all([object().projectLog(), object().projectLog(), activityOf(tenant)]);
    expect((await activityOf(tenant)).map(({ details }) => details["i"])).toEqual(
      Array.from({ length: 120 }, (_, i) => i),
    );
  });
});
