import { LIMITS } from "../protocol/index.ts";
import type { Policy } from "../protocol/policy.schema.ts";
import type { Usage } from "../protocol/settings.schema.ts";
import type { ActivityLog } from "./activity-log.ts";
import { warningsDue, type ByteCounts } from "./byte-counts.ts";
import { forecast, quotaHistory } from "./quota-history.ts";
import { quotaPeriod } from "./quota-period.ts";
import type { TenantStore } from "./tenant-store.ts";

/** Whether a tenant's byte budget is used up, under which version of its settings. */
export interface BudgetAnswer {
  over: boolean;
  version: number;
  /** Until when somebody looks at the list of sessions, Unix milliseconds; 0 when nobody does. */
  listed: number;
}

/** Whether nothing more fits a bound; `null` is no bound. */
export function usedUp(used: number, limit: number | null): boolean {
  return limit !== null && used >= limit;
}

/** Sessions and bytes of a tenant's period against their bounds, and the warnings that this calls for. Call inside a transaction of the clock. */
export class QuotaWatch {
  constructor(
    private readonly store: TenantStore,
    private readonly bytes: ByteCounts,
    private readonly log: ActivityLog,
  ) {}

  /** Warns of what has come near its bound, once in a period each. */
  warn({ tenant, region, quota }: Policy, now: number): void {
    const { index } = quotaPeriod(quota.anchor, now);
    const standing = [
      { of: "sessions" as const, used: this.store.count(quota.anchor, index), limit: quota.sessions },
      { of: "bytes" as const, used: this.bytes.bytes(quota.anchor, index), limit: quota.bytes },
    ];
    for (const { of, used, limit } of standing) {
      for (const percent of warningsDue(used, limit)) {
        if (!this.bytes.warn(quota.anchor, index, { of, percent, at: now })) continue;
        this.log.appendOwn({ tenant, region }, "quota_warning", { of, percent, used, limit }, now);
      }
    }
  }

  /** Takes a session's bytes. Answers whether the budget of the period is used up. */
  report(policy: Policy, session: string, total: number, now: number): boolean {
    const { anchor, bytes: limit } = policy.quota;
    const { index } = quotaPeriod(anchor, now);
    this.bytes.report(session, total, anchor, index);
    this.warn(policy, now);
    return usedUp(this.bytes.bytes(anchor, index), limit);
  }

  /** Begins to count from 0, even when the same moment was an anchor before. */
  clear(anchor: number): void {
    this.store.clearCount(anchor);
    this.bytes.clear(anchor);
  }

  /** Where the period stands, and those before it. */
  usage({ quota: { anchor, sessions: limit, bytes: byteLimit } }: Policy, now: number): Omit<Usage, "days"> {
    const { index, start, end } = quotaPeriod(anchor, now);
    const count = this.store.count(anchor, index);
    return {
      limit,
      count,
      bytes: this.bytes.bytes(anchor, index),
      byteLimit,
      start,
      end,
      forecast: forecast(count, start, end, now),
      warnings: this.bytes.warnings(anchor, index),
      history: quotaHistory(this.store.allowances(), this.store.periodCounts(), now, LIMITS.quotaHistory),
    };
  }
}
