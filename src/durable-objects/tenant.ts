import type { CollectionLevel, Region } from "../protocol/index.ts";
import type { ConsentResponse } from "../protocol/consent.schema.ts";
import type { Policy } from "../protocol/policy.schema.ts";
import type { Condition } from "../protocol/segment.schema.ts";
import type { ApplyProgress, ApplyRequest } from "../protocol/privacy/apply.schema.ts";
import type { Refusals, RulePreviewResult, Settings, Usage } from "../protocol/settings.schema.ts";
import { storesOf, type RegionStores, keyRing } from "../storage/index.ts";
import { ActivityLog } from "./activity-log.ts";
import { LogChecks } from "./log-checks.ts";
import { keyHolder } from "./admission.ts";
import { AlarmClock } from "./alarm-clock.ts";
import { believedUser } from "./believed-user.ts";
import { ByteCounts } from "./byte-counts.ts";
import { Consents } from "./consents.ts";
import { DayCounts, dayOf, type RefusalCount } from "./day-counts.ts";
import { DeadlineTable } from "./deadline-table.ts";
import { TENANT_DEADLINES, type TenantDeadline } from "./deadlines.ts";
import { Deletions } from "./deletions.ts";
import { Door, type Admission } from "./door.ts";
import { recordingObject, type ObjectsEnv } from "./namespaces.ts";
import { PrivacyJobs } from "./privacy-job.ts";
import { QuotaWatch, type BudgetAnswer } from "./quota-watch.ts";
import { RecentVisits } from "./recent-visits.ts";
import { Retention } from "./retention.ts";
import { addKey, changeQuota, lockLevel, renewIdentitySecret, replacePolicy, revokeKey } from "./settings-change.ts";
import { TenantKeeping } from "./tenant-keeping.ts";
import { TenantSettings, type Actor, type ChangeResult } from "./tenant-settings.ts";
import { TenantStore } from "./tenant-store.ts";
import type { Choosing, ConsentAsk, ConsentFault } from "./visitor-choices.ts";
import { Views } from "./views.ts";
import { VisitorRights, type Place } from "./visitor-rights.ts";
import { withAge, type Visitor } from "./visitor.ts";

/** One per tenant: policy and quota, the things that must be right now. It never sees recording bytes. */
export class Tenant extends TenantKeeping {
  protected override readonly store = new TenantStore(this.ctx.storage.sql);
  private readonly counts = new DayCounts(this.ctx.storage.sql);
  private readonly bytes = new ByteCounts(this.ctx.storage.sql);
  private readonly visits = new RecentVisits(this.ctx.storage.sql);
  private readonly deadlines = new DeadlineTable<TenantDeadline>(this.ctx.storage.sql);
  protected override readonly clock = new AlarmClock(this.ctx.storage, this.deadlines, TENANT_DEADLINES, {
    tell: (now) => this.rights.tell(now),
    erase: (now) => this.rights.erase(now),
    delete: (now) => this.deletions.onAlarm(now),
    retention: (now) => this.retention.onAlarm(now),
    outbox: () => this.log.onAlarm(),
    views: (now) => this.views.onAlarm(now),
    anchor: (now) => this.checks.anchor(now),
    privacy: (now) => this.privacyJobs.onAlarm(now),
    denials: (now) => this.denials.onAlarm(now),
  });
  protected override readonly log = new ActivityLog(this.ctx.storage.sql, this.clock, (region) => this.stores(region));
  protected override readonly views = new Views(this.ctx.storage.sql, this.log, this.clock);
  protected override readonly checks = new LogChecks(this.log.chain, keyRing(this.env), (region) =>
    this.stores(region),
  );
  private readonly watch = new QuotaWatch(this.store, this.bytes, this.log);
  private readonly kept = new TenantSettings(this.store, this.clock, this.log);
  private readonly rights = new VisitorRights({
    sql: this.ctx.storage.sql,
    ring: keyRing(this.env),
    clock: this.clock,
    log: this.log,
    visits: this.visits,
    place: () => this.place(),
    recording: ({ region, tenant }, session) => recordingObject(this.env, region, tenant, session),
  });

  protected override readonly deletions = new Deletions({
    sql: this.ctx.storage.sql,
    ring: keyRing(this.env),
    clock: this.clock,
    log: this.log,
    consents: new Consents(this.ctx.storage.sql),
    visits: this.visits,
    place: () => this.place(),
    bury: async ({ region, tenant }, session) => {
      await recordingObject(this.env, region, tenant, session).bury({ tenant, region, session });
      this.list.gone(session);
    },
    erase: ({ region, tenant }, session) =>
      recordingObject(this.env, region, tenant, session).erase({ tenant, region, session }),
  });
  protected override readonly retention = new Retention(this.deletions, this.log, this.clock, () => this.place());
  private readonly door = new Door(this.store, this.counts, this.bytes, this.watch, this.rights, this.visits);
  protected override readonly privacyJobs = new PrivacyJobs({
    sql: this.ctx.storage.sql,
    clock: this.clock,
    log: this.log,
    place: () => this.place(),
    rewrite: ({ region, tenant }, task) => recordingObject(this.env, region, tenant, task.session).rewrite(task),
  });
  /** Replaced by tests that make a store fail at a chosen step. */
  stores: (region: Region) => RegionStores = (region) => storesOf(this.env, region);

  constructor(ctx: DurableObjectState, env: ObjectsEnv) {
    super(ctx, env);
    if (!this.store.exists()) return;
    this.store.migrate();
    // An alarm that was lost is set again.
    if (this.deadlines.all().length > 0) this.clock.arm();
  }

  /** Whose this object is, and where its data lives; `null` when the settings cannot be read. */
  protected override place(): Place | null {
    const settings = this.kept.read();
    if (!settings || settings === "unreadable") return null;
    const { tenant, region, environments, retentionDays } = settings.policy;
    return {
      tenant,
      region,
      environments: environments.map(({ id }) => id),
      retentionDays,
      stores: this.stores(region),
    };
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

  /**
   * Lets a session in or turns it away. Asked twice for one session it answers the same and counts it once. `refused` is what the
   * edge has turned away since it last asked.
   */
  async admit(
    session: string,
    key: string,
    named: Visitor,
    refused: RefusalCount[] = [],
  ): Promise<Admission | "unknown_key" | "revoked_key"> {
    const known = this.readable();
    if (!known) return "unknown_key";
    const { user } = await believedUser(keyRing(this.env), known.policy, named);
    const visitor = { ...named, user };
    // Again, because a change may have come in between.
    const settings = this.readable() ?? known;
    const environment = keyHolder(settings.policy, key);
    const now = Date.now();
    return this.clock.commitQuietly(() => {
      this.counts.addRefusals(refused, now);
      if (environment === "unknown") return "unknown_key";
      const admission =
        environment === "revoked"
          ? "revoked_key"
          : this.door.letIn(session, settings, environment, withAge(visitor, session, now), now);
      const reason = typeof admission === "string" ? admission : admission.reason;
      if (typeof admission !== "string" && admission.level !== "off") return this.list.announced(admission, now);
      this.counts.addRefusals([{ day: dayOf(now), reason, count: 1 }], now);
      return admission;
    });
  }

  /** How a rule would have divided the last visits that could have been recorded; `null` when there is no such tenant. */
  preview(rule: Condition): RulePreviewResult | null {
    return this.store.exists() ? this.visits.preview(rule) : null;
  }

  /** Replaces the policy, when the settings are still at `version`. A shortened retention holds for stored sessions too. */
  replace(actor: Actor, version: number, policy: Policy): ChangeResult {
    return this.kept.change(
      actor,
      version,
      (current) => replacePolicy(current, policy),
      () => this.retention.changed(Date.now()),
    );
  }

  /** Makes another key for an environment. */
  addKey(actor: Actor, environment: string): ChangeResult {
    return this.kept.change(actor, null, (policy, now) => addKey(policy, environment, now));
  }

  revokeKey(actor: Actor, environment: string, key: string): ChangeResult {
    return this.kept.change(actor, null, (policy, now) => revokeKey(policy, environment, key, now));
  }

  /** Sets the quota: a new period starts now, with count 0. Earlier periods stay in the history. */
  changeQuota(actor: Actor, quota: Omit<Policy["quota"], "anchor">): ChangeResult {
    return this.kept.change(
      actor,
      null,
      (policy, now) => changeQuota(policy, quota, now),
      ({ quota: { anchor } }) => this.watch.clear(anchor),
    );
  }

  /** Enters in the activity log that somebody reads the identity secret, and says which one is in force. */
  noteSecretRead(actor: Actor): ChangeResult {
    return this.kept.note(actor, { identitySecret: "read" });
  }

  /** Makes another identity secret. */
  renewIdentitySecret(actor: Actor): ChangeResult {
    return this.kept.change(actor, null, renewIdentitySecret);
  }

  /** Sets the highest level that the owner of the platform allows. */
  lockLevel(actor: Actor, maxLevel: CollectionLevel): ChangeResult {
    return this.kept.change(actor, null, (policy) => lockLevel(policy, maxLevel));
  }

  /** Where the quota stands; `null` when there is no such tenant. */
  usage(): Usage | null {
    const settings = this.readable();
    if (!settings) return null;
    const now = Date.now();
    return { ...this.watch.usage(settings.policy, now), days: this.counts.sessions(now) };
  }

  /** Why visits were not recorded on the last days, the newest first. */
  refusals(days: number): Refusals["days"] {
    return this.store.exists() ? this.counts.refusals(Date.now(), days) : [];
  }

  /** How a visitor's switch stands, or why that is not said. */
  async consent(ask: ConsentAsk): Promise<ConsentResponse | ConsentFault> {
    const settings = this.readable();
    return settings ? this.rights.consent(keyRing(this.env), settings.policy, ask) : "unknown_key";
  }

  /** Takes a visitor's choice, and tells the sessions it is about. Answers how the switch stands then, or why it was not taken. */
  async choose(ask: ConsentAsk, choosing: Choosing): Promise<ConsentResponse | ConsentFault> {
    const settings = this.readable();
    return settings ? this.rights.choose(keyRing(this.env), settings.policy, ask, choosing) : "unknown_key";
  }

  /**
   * Takes the bytes that a session has sent since it began; the same total again adds nothing. Answers whether the budget of the
   * period is used up.
   */
  reportBytes(session: string, total: number): BudgetAnswer {
    const settings = this.kept.read();
    // Nobody's session, or settings that say no bound.
    const now = Date.now();
    const listed = this.list.until(now);
    if (!settings || settings === "unreadable") return { over: false, version: 0, listed };
    const { policy, version } = settings;
    const over = this.clock.commitQuietly(() => this.watch.report(policy, session, total, now));
    return { over, version, listed };
  }

  /** Applies the privacy settings in force to stored sessions; `running`: that is under way already. `null`: no such tenant. */
  async applyPrivacy(actor: Actor, request: ApplyRequest): Promise<ApplyProgress | "running" | null> {
    const settings = this.readable();
    return settings && this.privacyJobs.start(actor, request, settings);
  }

  /** Tells choices, erases, applies privacy settings, and brings to the activity log what it did not take; each until it is done. */
  override async alarm(): Promise<void> {
    if (this.store.exists()) await this.clock.run(Date.now);
  }
}
