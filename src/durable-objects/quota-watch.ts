import type { Policy } from "../protocol/policy.schema.ts";
import type { ActivityOutbox } from "./activity-outbox.ts";
import { warningsDue, type ByteCounts } from "./byte-counts.ts";
import { quotaPeriod } from "./quota-period.ts";
import type { TenantStore } from "./tenant-store.ts";

/** Whether a tenant's byte budget is used up, under which version of its settings. */
export interface BudgetAnswer {
  over: boolean;
  version: number;
}

/** Whether nothing more fits a bound; `null` is no bound. */
export function usedUp(used: number, limit: number | null): boolean {
  return limit !== null && used >= limit;
}

/** Where a tenant's period stands, and the warnings that this calls for. Call inside a transaction; arm the alarm after it. */
export class QuotaWatch {
  constructor(
    private readonly store: TenantStore,
    private readonly bytes: ByteCounts,
    private readonly outbox: ActivityOutbox,
  ) {}

  /** Warns of what has come near its bound, once in a period each. Answers whether it had to. */
  warn({ tenant, quota }: Policy, now: number): boolean {
    const { index } = quotaPeriod(quota.anchor, now);
    const standing = [
      { of: "sessions" as const, used: this.store.count(quota.anchor, index), limit: quota.sessions },
      { of: "bytes" as const, used: this.bytes.bytes(quota.anchor, index), limit: quota.bytes },
    ];
    let warned = false;
    for (const { of, used, limit } of standing) {
      for (const percent of warningsDue(used, limit)) {
        if (!this.bytes.warn(quota.anchor, index, { of, percent, at: now })) continue;
        this.outbox.postOwn(tenant, "quota_warning", { of, percent, used, limit }, now);
        warned = true;
      }
    }
    return warned;
  }
}
