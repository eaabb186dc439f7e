import { DurableObject } from "cloudflare:workers";
import { LIMITS, type CollectionLevel } from "../protocol/index.ts";
import type { Policy } from "../protocol/policy.schema.ts";
import type { DecisionReason } from "../protocol/start.schema.ts";
import type { StorageEnv } from "../storage/index.ts";
import { admit, decide, environmentOf, type Visit } from "./admission.ts";
import { quotaPeriod } from "./quota-period.ts";
import { TenantStore } from "./tenant-store.ts";

/** The answer to a session that asks to be let in; `null` when the key is not one of the tenant's. */
export interface Admission {
  level: CollectionLevel;
  reason: DecisionReason;
  environment: string;
  /** When the session was first let in, Unix milliseconds. */
  startedAt: number;
  retentionDays: number;
  /** For the edge to keep for seconds. */
  policy: Policy;
}

export interface QuotaStanding {
  count: number;
  limit: number;
  /** The period, Unix milliseconds. */
  start: number;
  end: number;
}

/** One per tenant: policy and quota, the things that must be right now. It never sees recording bytes. */
export class Tenant extends DurableObject<StorageEnv> {
  private readonly store = new TenantStore(this.ctx.storage.sql);

  /** Sets the tenant's policy. The same policy again changes nothing. Answers its version. */
  configure(policy: Policy): number {
    return this.ctx.storage.transactionSync(() => {
      this.store.migrate();
      const current = this.store.policy();
      if (current && JSON.stringify(current.policy) === JSON.stringify(policy)) return current.version;
      const version = (current?.version ?? 0) + 1;
      this.store.addPolicy(version, Date.now(), policy);
      return version;
    });
  }

  /** The policy in force, or `null` when there is no such tenant. */
  policy(): Policy | null {
    return this.store.exists() ? (this.store.policy()?.policy ?? null) : null;
  }

  /** Lets a session in or turns it away. Asked twice for one session it answers the same and counts it once. */
  admit(session: string, visit: Visit): Admission | null {
    const policy = this.policy();
    const environment = policy && environmentOf(policy, visit.key);
    if (!policy || !environment) return null;
    const now = Date.now();
    const { anchor, sessions: limit } = policy.quota;
    const period = quotaPeriod(anchor, now);
    return this.ctx.storage.transactionSync(() => {
      const known = this.store.admitted(session);
      const count = this.store.count(anchor, period.index);
      const standing = { admittedAt: known?.at ?? null, counted: known?.counted ?? false, count, limit };
      const { level, reason, remembers, counts } = admit(decide(environment, visit), standing, now);
      const startedAt = known?.at ?? now;
      if (counts) this.store.addOne(anchor, period.index);
      if (remembers || counts) this.store.saveAdmitted(session, environment.id, startedAt, counts || standing.counted);
      // Once in a hundred sessions, so that the table stays small and the write costs nothing on average.
      if (counts && count % 100 === 0) this.store.pruneAdmitted(now - 2 * LIMITS.sessionMaxMs);
      return { level, reason, environment: environment.id, startedAt, retentionDays: policy.retentionDays, policy };
    });
  }

  /** Where the count of the running period stands; `null` when there is no such tenant. */
  quota(): QuotaStanding | null {
    const policy = this.policy();
    if (!policy) return null;
    const { index, start, end } = quotaPeriod(policy.quota.anchor, Date.now());
    return { count: this.store.count(policy.quota.anchor, index), limit: policy.quota.sessions, start, end };
  }
}
