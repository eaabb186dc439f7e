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
  let woken = 0;
  let failed = 0;
  let collected = 0;
  let ended = 0;
  for (const region of REGIONS) {
    const stuck = await stuckSessions(
      storesOf(env, region).index,
      now - LIMITS.sessionIdleMs - SWEEP_GRACE_MS,
      SWEEP_LIMIT,
    );
    for (const { tenant, session } of stuck) {
      try {
        await recordingObject(env, region, tenant, session).wake();
        woken++;
      } catch (error) {
        failed++;
        console.error("sweep could not wake a session:", error instanceof Error ? error.message : String(error));
      }
    }
    try {
      ended += await endRetention(env, region, now);
    } catch (error) {
      failed++;
      console.error("sweep could not end sessions:", error instanceof Error ? error.message : String(error));
    }
    try {
      const seen = await reconcile(storesOf(env, region), now);
      if (seen) console.log(`reconciliation of ${region}: ${JSON.stringify(seen)}`);
    } catch (error) {
      failed++;
      console.error(
        "sweep could not compare bucket and index:",
        error instanceof Error ? error.message : String(error),
      );
    }
    try {
      collected += await collectAssets(storesOf(env, region), now);
    } catch (error) {
      failed++;
      console.error("sweep could not delete unused files:", error instanceof Error ? error.message : String(error));
    }
  }
  try {
    await sweepAccounts(env.ACCOUNTS, now);
  } catch (error) {
    failed++;
    console.error("sweep could not delete ended sign-ins:", error instanceof Error ? error.message : String(error));
  }
  return { woken, failed, collected, ended };
}
