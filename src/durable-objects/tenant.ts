import { DurableObject } from "cloudflare:workers";
import { LIMITS, uuidTime, type CollectionLevel } from "../protocol/index.ts";
import type { Environment, Policy } from "../protocol/policy.schema.ts";
import type { Condition } from "../protocol/segment.schema.ts";
import type { Refusals, RulePreviewResult, Settings, Usage } from "../protocol/settings.schema.ts";
import type { DecisionReason } from "../protocol/start.schema.ts";
import type { StorageEnv } from "../storage/index.ts";
import { admit, audienceOf, decide, keyHolder, reachedSegments } from "./admission.ts";
import { DayCounts, dayOf, type RefusalCount } from "./day-counts.ts";
import { forecast, quotaHistory } from "./quota-history.ts";
import { quotaPeriod } from "./quota-period.ts";
import { RecentVisits } from "./recent-visits.ts";
import { addKey, changeQuota, lockLevel, renewIdentitySecret, replacePolicy, revokeKey } from "./settings-change.ts";
import { TenantSettings, type Actor, type ChangeResult } from "./tenant-settings.ts";
import { TenantStore } from "./tenant-store.ts";
import { withAge, type ConsentChoice, type Visitor } from "./visitor.ts";

/**
 * Sessions that are too old to ask again are forgotten with one new session in this many, by the last bits of its time: the table
 * stays small, and the write costs nothing on average.
 */
const PRUNE_ONE_IN = 128;

/** The answer to a session that asks to be let in. */
export interface Admission {
  level: CollectionLevel;
  reason: DecisionReason;
  environment: string;
  /** When the session was first let in, Unix milliseconds. */
  startedAt: number;
  retentionDays: number;
  /** For the edge to keep for seconds. */
  settings: Settings;
}

/** One per tenant: policy and quota, the things that must be right now. It never sees recording bytes. */
export class Tenant extends DurableObject<StorageEnv> {
  private readonly store = new TenantStore(this.ctx.storage.sql);
  private readonly counts = new DayCounts(this.ctx.storage.sql);
  private readonly visits = new RecentVisits(this.ctx.storage.sql);
  private readonly kept = new TenantSettings(this.store, this.ctx.storage, this.env);

  constructor(ctx: DurableObjectState, env: StorageEnv) {
    super(ctx, env);
    if (this.store.exists()) this.store.migrate();
  }

  /** Sets the tenant's policy without asking what was there: for making a tenant. The same policy again changes nothing. */
  configure(policy: Policy): number {
    return this.ctx.storage.transactionSync(() => {
      this.store.migrate();
      const current = this.kept.read();
      const same = current && current !== "unreadable" && JSON.stringify(current.policy) === JSON.stringify(policy);
      return same ? current.version : this.kept.put(policy, Date.now()).version;
    });
  }

  /** The settings in force; `null` when there is no such tenant, `unreadable` when an earlier version of the program wrote them. */
  settings(): Settings | "unreadable" | null {
    return this.kept.read();
  }

  /** @throws a message that the Worker's error handler knows, when the settings cannot be read. */
  private readable(): Settings | null {
    const settings = this.kept.read();
    if (settings === "unreadable") throw new Error("the stored settings cannot be read by this version");
    return settings;
  }

  /** What the visitor has chosen on any of their devices. */
  private consentOf(_visitor: Visitor): ConsentChoice | null {
    return null;
  }

  /**
   * Lets a session in or turns it away. Asked twice for one session it answers the same and counts it once. `refused` is what the
   * edge has turned away since it last asked.
   */
  admit(
    session: string,
    key: string,
    visitor: Visitor,
    refused: RefusalCount[] = [],
  ): Admission | "unknown_key" | "revoked_key" {
    const settings = this.readable();
    if (!settings) return "unknown_key";
    const environment = keyHolder(settings.policy, key);
    const now = Date.now();
    return this.ctx.storage.transactionSync(() => {
      this.counts.addRefusals(refused, now);
      if (environment === "unknown") return "unknown_key";
      const admission =
        environment === "revoked"
          ? "revoked_key"
          : this.letIn(session, settings, environment, withAge(visitor, session, now), now);
      const reason = typeof admission === "string" ? admission : admission.reason;
      if (typeof admission === "string" || admission.level === "off")
        this.counts.addRefusals([{ day: dayOf(now), reason, count: 1 }], now);
      return admission;
    });
  }

  private letIn(
    session: string,
    settings: Settings,
    environment: Environment,
    asking: Visitor,
    now: number,
  ): Admission {
    const { policy } = settings;
    const { anchor, sessions: limit } = policy.quota;
    const period = quotaPeriod(anchor, now);
    const known = this.store.admitted(session);
    const count = this.store.count(anchor, period.index);
    const standing = { admittedAt: known?.at ?? null, counted: known?.counted ?? false, count, limit };
    const letIn = known?.environment === environment.id ? { audience: known.audience, playback: known.counted } : null;
    const visitor = { ...asking, consent: this.consentOf(asking) };
    const decision = decide(policy, environment, visitor, letIn);
    const { level, reason, remembers, counts } = admit(decision, standing, now);
    const startedAt = known?.at ?? now - Math.min(visitor.buffered, LIMITS.bufferMs + LIMITS.bufferSlackMs);
    const audience = audienceOf(policy, environment);
    if (counts) this.store.addOne(anchor, period.index);
    if (counts) this.counts.addSession(now);
    if (remembers || counts || (level !== "off" && letIn?.audience !== audience)) {
      const counted = counts || standing.counted;
      this.store.saveAdmitted(session, { environment: environment.id, at: startedAt, counted, audience });
    }
    if (reachedSegments(decision)) this.visits.keep(session, environment.id, visitor);
    if (remembers && uuidTime(session) % PRUNE_ONE_IN === 0) this.store.pruneAdmitted(now - 2 * LIMITS.sessionMaxMs);
    return { level, reason, environment: environment.id, startedAt, retentionDays: policy.retentionDays, settings };
  }

  /** How a rule would have divided the last visits that could have been recorded; `null` when there is no such tenant. */
  preview(rule: Condition): RulePreviewResult | null {
    return this.store.exists() ? this.visits.preview(rule) : null;
  }

  /** Replaces the policy, when the settings are still at `version`. */
  replace(actor: Actor, version: number, policy: Policy): Promise<ChangeResult> {
    return this.kept.change(actor, version, (current) => replacePolicy(current, policy));
  }

  /** Makes another key for an environment. */
  addKey(actor: Actor, environment: string): Promise<ChangeResult> {
    return this.kept.change(actor, null, (policy, now) => addKey(policy, environment, now));
  }

  revokeKey(actor: Actor, environment: string, key: string): Promise<ChangeResult> {
    return this.kept.change(actor, null, (policy, now) => revokeKey(policy, environment, key, now));
  }

  /** Sets the quota: a new period starts now, with count 0. Earlier periods stay in the history. */
  changeQuota(actor: Actor, quota: Omit<Policy["quota"], "anchor">): Promise<ChangeResult> {
    return this.kept.change(
      actor,
      null,
      (policy, now) => changeQuota(policy, quota, now),
      (policy) => this.store.clearCount(policy.quota.anchor),
    );
  }

  /** Enters in the activity log that somebody reads the identity secret, and says which one is in force. */
  noteSecretRead(actor: Actor): Promise<ChangeResult> {
    return this.kept.note(actor, { identitySecret: "read" });
  }

  /** Makes another identity secret. */
  renewIdentitySecret(actor: Actor): Promise<ChangeResult> {
    return this.kept.change(actor, null, renewIdentitySecret);
  }

  /** Sets the highest level that the owner of the platform allows. */
  lockLevel(actor: Actor, maxLevel: CollectionLevel): Promise<ChangeResult> {
    return this.kept.change(actor, null, (policy) => lockLevel(policy, maxLevel));
  }

  /** Where the quota stands; `null` when there is no such tenant. */
  usage(): Usage | null {
    const settings = this.readable();
    if (!settings) return null;
    const { anchor, sessions: limit, bytes: byteLimit } = settings.policy.quota;
    const now = Date.now();
    const { index, start, end } = quotaPeriod(anchor, now);
    const count = this.store.count(anchor, index);
    const history = quotaHistory(this.store.allowances(), this.store.periodCounts(), now, LIMITS.quotaHistory);
    const days = this.counts.sessions(now);
    const projected = forecast(count, start, end, now);
    return { limit, count, bytes: 0, byteLimit, start, end, forecast: projected, warnings: [], days, history };
  }

  /** Why visits were not recorded on the last days, the newest first. */
  refusals(days: number): Refusals["days"] {
    return this.store.exists() ? this.counts.refusals(Date.now(), days) : [];
  }

  /** Tries again what the activity log did not take. */
  override async alarm(): Promise<void> {
    await this.kept.deliver();
  }
}
