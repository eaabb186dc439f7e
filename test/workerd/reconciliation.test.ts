import { env } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DAY_MS, LIMITS, uuidv7 } from "../../src/protocol/index.ts";
import {
  RECONCILIATION_KEY,
  reconcile,
  sessionKeyKey,
  storesOf,
  type Reconciliation,
  type RegionStores,
} from "../../src/storage/index.ts";
import { identityOf, makeBatch, objectOf } from "./builders.ts";
import { failingStores } from "./faults.ts";
import { ringRecording } from "./visits.ts";

afterEach(() => vi.restoreAllMocks());

const stores = storesOf(env, "us");

async function recorded() {
  const identity = identityOf();
  await objectOf(identity).append(identity, await makeBatch(uuidv7(1), 0));
  await ringRecording(identity.tenant, identity.session, ["index", "chunk"]);
  return identity;
}

/** One comparison from the beginning to its end. */
async function compared(now: number, over: RegionStores = stores): Promise<Reconciliation> {
  for (let runs = 0; runs < 200; runs++) {
    // A run that fails after its last step has noted that it is done.
    await reconcile(over, now).catch(() => null);
    const state = await (await env.BUCKET_US.get(RECONCILIATION_KEY))?.json<Reconciliation>();
    if (state?.phase === "done" && state.startedAt === now) return state;
  }
  throw new Error("the comparison never comes to an end");
}

const keys = async () => (await env.BUCKET_US.list({ prefix: "t/" })).objects.map(({ key }) => key);

describe("the comparison of bucket and index", () => {
  it("finds objects without rows, deletes them when nothing can need them any more, and sessions without a key", async () => {
    const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const [kept, keyless] = [await recorded(), await recorded()];
    const [tenant, lost] = [uuidv7(), uuidv7()];
    const orphans = [sessionKeyKey(tenant, lost), `t/${tenant}/s/${lost}/c/00000`, `t/${tenant}/a/${"ab".repeat(32)}`];
    const others = [`t/${tenant}/key`, `t/${tenant}/log/000000000001`];
    for (const key of [...orphans, ...others]) await env.BUCKET_US.put(key, "x");
    await env.BUCKET_US.delete(sessionKeyKey(keyless.tenant, keyless.session));

    const now = Date.now();
    expect(await compared(now)).toMatchObject({ orphans: 3, deleted: 0, dangling: 1, phase: "done" });
    expect(await keys()).toEqual(expect.arrayContaining(orphans));
    expect(errors.mock.calls.flat().join()).toContain(keyless.session);
    // Until a week has passed there is nothing to do.
    expect(await reconcile(stores, now + LIMITS.reconcileMs - 1)).toBe(null);

    const later = now + 40 * DAY_MS;
    expect(await compared(later)).toMatchObject({ orphans: 3, deleted: 3 });
    const left = await keys();
    for (const key of orphans) expect(left).not.toContain(key);
    expect(left).toEqual(expect.arrayContaining([...others, sessionKeyKey(kept.tenant, kept.session)]));
  });

  it.each(["before", "after"] as const)("goes on where a run was broken off, %s any of its steps", async (moment) => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    await recorded();
    const start = Date.now() + (moment === "before" ? 100 : 1_000) * DAY_MS;
    const whole = await compared(start);
    for (let step = 0; ; step++) {
      const fault = failingStores(step, moment, true);
      const now = start + (step + 1) * LIMITS.reconcileMs;
      const { objects, sessions, phase } = await compared(now, fault.stores());
      expect([objects, sessions, phase]).toEqual([whole.objects - whole.deleted, whole.sessions, "done"]);
      if (fault.struck()) continue;
      expect(step).toBeGreaterThan(6);
      break;
    }
  });

  it("takes the words of deleted sessions out of the pages of the search index", async () => {
    const pagesWith = async (word: string) => {
      const sql = "SELECT count(*) AS n FROM session_search_data WHERE instr(block, CAST(? AS BLOB)) > 0";
      return (await env.INDEX_US.prepare(sql).bind(word).first<{ n: number }>())!.n;
    };
    const insert = env.INDEX_US.prepare(
      "INSERT INTO session_search (rowid, facets, body, errors) VALUES (?, '', ?, '')",
    );
    await env.INDEX_US.batch(
      Array.from({ length: 300 }, (_, at) =>
        insert.bind(9_000_000 + at, at === 7 ? "qzxerased" : `wkept${at} and more`),
      ),
    );
    expect(await pagesWith("qzxerased")).toBeGreaterThan(0);
    await env.INDEX_US.prepare("DELETE FROM session_search WHERE rowid = ?").bind(9_000_007).run();
    expect(await pagesWith("qzxerased")).toBeGreaterThan(0);

    await compared(Date.now() + 9_000 * DAY_MS);
    expect(await pagesWith("qzxerased")).toBe(0);
    const found = env.INDEX_US.prepare("SELECT count(*) AS n FROM session_search WHERE session_search MATCH ?");
    expect(await found.bind("wkept8").first()).toEqual({ n: 1 });
    expect(await found.bind("and AND more").first()).toEqual({ n: 299 });
  });
});
