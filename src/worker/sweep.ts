import { recordingObject } from "../durable-objects/index.ts";
import { LIMITS, MINUTE_MS, REGIONS } from "../protocol/index.ts";
import { collectAssets, reconcile, storesOf, stuckSessions, sweepAccounts } from "../storage/index.ts";
import type { Env } from "./env.ts";
import { endRetention } from "./retention.ts";

/** Objects woken in one run; the next run, 15 minutes later, takes the rest. */
const SWEEP_LIMIT = 200;

/** How far beyond its end a session may look alive before it counts as stuck. */
const SWEEP_GRACE_MS = 10 * MINUTE_MS;

/** What one run has done. */
export interface Swept {
  woken: number;
  failed: number;
  /** Files that no session used any more. */
  collected: number;
  /** Sessions whose retention had ended. */
  ended: number;
}

/**
 * Wakes sessions that should have ended and have not, because their alarm was lost, and deletes files that no session uses. Safe
 * to run twice, at once, late, or never.
 */
export async function sweep(env: Env, now: number): Promise<Swept> {
  const swept: Swept = { woken: 0, failed: 0, collected: 0, ended: 0 };
  /** What fails must not keep the rest from being done. */
  const attempt = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      swept.failed++;
      console.error(`sweep could not ${what}:`, error instanceof Error ? error.message : String(error));
    }
  };
  for (const region of REGIONS) {
    const stores = storesOf(env, region);
    const stuck = await stuckSessions(stores.index, now - LIMITS.sessionIdleMs - SWEEP_GRACE_MS, SWEEP_LIMIT);
    for (const { tenant, session } of stuck) {
      await attempt("wake a session", async () => {
        await recordingObject(env, region, tenant, session).wake();
        swept.woken++;
      });
    }
    await attempt("end sessions", async () => {
      swept.ended += await endRetention(env, region, now);
    });
    await attempt("compare bucket and index", async () => {
      const seen = await reconcile(stores, now);
      if (seen) console.log(`reconciliation of ${region}: ${JSON.stringify(seen)}`);
    });
    await attempt("delete unused files", async () => {
      swept.collected += await collectAssets(stores, now);
    });
  }
  await attempt("delete ended sign-ins", () => sweepAccounts(env.ACCOUNTS, now));
  return swept;
}
