import { tenantObject } from "../durable-objects/index.ts";
import { LIMITS, type Region } from "../protocol/index.ts";
import { expiredSessions, storesOf, type DoomedSession } from "../storage/index.ts";
import type { Env } from "./env.ts";

/**
 * Has tenants delete sessions whose retention has ended, the oldest first, some at a time. Safe to run twice, at once, or to be broken
 * off: what is left is found again. Answers how many are being deleted.
 */
export async function endRetention(env: Env, region: Region, now: number): Promise<number> {
  const expired = await expiredSessions(storesOf(env, region).index, now, LIMITS.retentionPerRun);
  const byTenant = new Map<string, DoomedSession[]>();
  for (const { tenant, ...session } of expired) byTenant.set(tenant, [...(byTenant.get(tenant) ?? []), session]);
  let ended = 0;
  const faults: unknown[] = [];
  for (const [tenant, sessions] of byTenant) {
    try {
      ended += await tenantObject(env, region, tenant).endRetention(sessions);
    } catch (error) {
      // One tenant must not keep the others from it.
      faults.push(error);
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} tenants could not end sessions`);
  return ended;
}
