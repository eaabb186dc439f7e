import { dayOf, type RefusalCount } from "../../durable-objects/day-counts.ts";
import type { DecisionReason } from "../../protocol/start.schema.ts";

/** Tenants counted at once in an isolate: with a dozen reasons and two days each, under 2 MB. */
const MAX_TENANTS = 1_000;

/**
 * What this isolate has turned away without asking the Tenant object, until it next asks: the counts go along then. An isolate
 * that ends takes with it what it has not delivered; these are statistics.
 */
export class EarlyRefusals {
  private readonly tenants = new Map<string, Map<string, RefusalCount>>();

  /** Counts a refusal. `false` when there is no room for another tenant: then the Tenant object must be asked, and counts itself. */
  add(tenant: string, reason: DecisionReason, now: number, count = 1): boolean {
    let counts = this.tenants.get(tenant);
    if (!counts) {
      if (this.tenants.size >= MAX_TENANTS) return false;
      this.tenants.set(tenant, (counts = new Map()));
    }
    const day = dayOf(now);
    const known = counts.get(`${day} ${reason}`);
    if (known) known.count += count;
    else counts.set(`${day} ${reason}`, { day, reason, count });
    return true;
  }

  /** Takes out all that was counted for a tenant. */
  take(tenant: string): RefusalCount[] {
    const counts = [...(this.tenants.get(tenant)?.values() ?? [])];
    this.tenants.delete(tenant);
    return counts;
  }

  /** Takes back what could not be delivered. */
  giveBack(tenant: string, counts: readonly RefusalCount[]): void {
    for (const { reason, day, count } of counts) this.add(tenant, reason, Date.parse(day), count);
  }
}

export const earlyRefusals = new EarlyRefusals();
