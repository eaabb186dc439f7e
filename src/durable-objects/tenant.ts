import { DurableObject } from "cloudflare:workers";
import { LIMITS, type CollectionLevel } from "../protocol/index.ts";
import type { ConsentResponse } from "../protocol/consent.schema.ts";
import type { Policy } from "../protocol/policy.schema.ts";
import type { Refusals, Settings, Usage } from "../protocol/settings.schema.ts";
import type { DecisionReason } from "../protocol/start.schema.ts";
import { storesOf } from "../storage/index.ts";
import { ActivityOutbox } from "./activity-outbox.ts";
import { admit, audienceOf, decide, keyHolder } from "./admission.ts";
import { AlarmClock } from "./alarm-clock.ts";
import { believedUser } from "./believed-user.ts";
import { ByteCounts } from "./byte-counts.ts";
import { ChoiceTeller } from "./choice-teller.ts";
import { Consents } from "./consents.ts";
import { DayCounts, dayOf, type RefusalCount } from "./day-counts.ts";
import { DeadlineTable } from "./deadline-table.ts";
import { TENANT_DEADLINES, type TenantDeadline } from "./deadlines.ts";
import { Eraser } from "./eraser.ts";
import { Erasures } from "./erasures.ts";
import { recordingObject, type ObjectsEnv } from "./namespaces.ts";
import { forecast, quotaHistory } from "./quota-history.ts";
import { quotaPeriod } from "./quota-period.ts";
import { QuotaWatch, usedUp, type BudgetAnswer } from "./quota-watch.ts";
import { addKey, changeQuota, replacePolicy, revokeKey } from "./settings-change.ts";
import { TenantSettings, type Actor, type ChangeResult } from "./tenant-settings.ts";
import { TenantStore } from "./tenant-store.ts";
import { Tellings } from "./tellings.ts";
import { VisitorChoices, askerFault, type Choosing, type ConsentAsk, type ConsentFault } from "./visitor-choices.ts";
import type { Visitor } from "./visitor.ts";

/** The answer to a session that asks to be let in. */
export interface Admission {
  level: CollectionLevel;
  reason: DecisionReason;
  environment: string;
  /** When the session was first let in, Unix milliseconds. */
  startedAt: number;
  retentionDays: number;
  /** The user id that counts, or `null`: none was named, or not as the tenant wants it. */
  user: string | null;
  /** For the edge to keep for seconds. */
  settings: Settings;
}

/** One per tenant: policy and quota, the things that must be right now. It never sees recording bytes. */
export class Tenant extends DurableObject<ObjectsEnv> {
  private readonly store = new TenantStore(this.ctx.storage.sql);
  private readonly counts = new DayCounts(this.ctx.storage.sql);
  private readonly bytes = new ByteCounts(this.ctx.storage.sql);
  private readonly consents = new Consents(this.ctx.storage.sql);
  private readonly tellings = new Tellings(this.ctx.storage.sql);
  private readonly erasures = new Erasures(this.ctx.storage.sql);
  private readonly deadlines = new DeadlineTable<TenantDeadline>(this.ctx.storage.sql);
  private readonly clock = new AlarmClock(this.ctx.storage, this.deadlines, TENANT_DEADLINES, {
    tell: (now) => this.teller.onAlarm(now),
    erase: (now) => this.eraser.onAlarm(now),
    outbox: async () => {
      await this.outbox.deliver();
      return null;
    },
  });
  private readonly outbox = new ActivityOutbox(this.store, this.clock, () => this.place()?.stores ?? null);
  private readonly watch = new QuotaWatch(this.store, this.bytes, this.outbox);
  private readonly kept = new TenantSettings(this.store, this.clock, this.outbox);
  private readonly choices = new VisitorChoices(this.consents, this.tellings, this.erasures, this.clock);
  private readonly teller = new ChoiceTeller(this.tellings, this.clock, (session) => this.recording(session));
  private readonly eraser = new Eraser(this.erasures, this.consents, this.outbox, this.clock, {
    place: () => this.place(),
    erase: (session) => this.eraseSession(session),
  });

  constructor(ctx: DurableObjectState, env: ObjectsEnv) {
    super(ctx, env);
    if (!this.store.exists()) return;
    this.store.migrate();
    // An alarm that was lost is set again.
    if (this.deadlines.all().length > 0) this.clock.arm();
  }

  /** Whose this object is, and where its data lives; `null` when the settings cannot be read. */
  private place() {
    const settings = this.kept.read();
    if (!settings || settings === "unreadable") return null;
    const { tenant, region } = settings.policy;
    return { tenant, region, stores: storesOf(this.env, region) };
  }

  private recording(session: string) {
    const place = this.place();
    if (!place) throw new Error("the settings that say where the recordings are cannot be read");
    return recordingObject(this.env, place.region, place.tenant, session);
  }

  private async eraseSession(session: string): Promise<boolean> {
    const { tenant, region } = this.place() ?? {};
    if (!tenant || !region) return false;
    return this.recording(session).erase({ tenant, region, session });
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
    visitor: Visitor,
    refused: RefusalCount[] = [],
  ): Promise<Admission | "unknown_key" | "revoked_key"> {
    const settings = this.readable();
    const { user } = settings ? await believedUser(this.env.MASTER_SECRET, settings.policy, visitor) : { user: null };
    return this.letIn(session, key, { ...visitor, user }, refused);
  }

  private letIn(
    session: string,
    key: string,
    visitor: Visitor,
    refused: RefusalCount[],
  ): Admission | "unknown_key" | "revoked_key" {
    const settings = this.readable();
    if (!settings) return "unknown_key";
    const { policy } = settings;
    const environment = keyHolder(policy, key);
    if (environment === "unknown") return "unknown_key";
    if (environment === "revoked") return "revoked_key";
    const now = Date.now();
    const { anchor, sessions: limit, bytes: byteLimit } = policy.quota;
    const period = quotaPeriod(anchor, now);
    let warned = false;
    const admission = this.ctx.storage.transactionSync(() => {
      const known = this.store.admitted(session);
      const count = this.store.count(anchor, period.index);
      const bytes = this.bytes.bytes(anchor, period.index);
      const counted = known?.counted ?? false;
      const standing = { admittedAt: known?.at ?? null, counted, count, limit, bytes, byteLimit };
      const letIn = known?.environment === environment.id ? known.audience : null;
      const outcome = admit(decide(policy, environment, visitor, letIn), standing, now);
      const { level, reason, remembers, counts } = outcome;
      const startedAt = known?.at ?? now;
      const audience = audienceOf(policy, environment);
      if (counts) this.store.addOne(anchor, period.index);
      if (counts) this.counts.addSession(now);
      if (counts) warned = this.watch.warn(policy, now);
      const { user } = visitor;
      const another = known !== null && user !== null && user !== known.user;
      if (remembers || counts || (level !== "off" && (another || letIn !== audience))) {
        this.store.saveAdmitted(session, {
          environment: environment.id,
          at: startedAt,
          counted: counts || standing.counted,
          audience,
          visitor: visitor.visitor ?? known?.visitor ?? "",
          user: user ?? known?.user ?? null,
        });
      }
      this.counts.addRefusals(level === "off" ? [...refused, { day: dayOf(now), reason, count: 1 }] : refused, now);
      // Once in a hundred sessions, so that the table stays small and the write costs nothing on average.
      if (counts && count % 100 === 0) this.store.pruneAdmitted(now - 2 * LIMITS.sessionMaxMs);
      const { retentionDays } = policy;
      return { level, reason, environment: environment.id, startedAt, retentionDays, user, settings };
    });
    if (warned) this.clock.arm();
    return admission;
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
      ({ quota: { anchor } }) => {
        this.store.clearCount(anchor);
        this.bytes.clear(anchor);
      },
    );
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
    const bytes = this.bytes.bytes(anchor, index);
    const warnings = this.bytes.warnings(anchor, index);
    return { limit, count, bytes, byteLimit, start, end, forecast: projected, warnings, days, history };
  }

  /** Why visits were not recorded on the last days, the newest first. */
  refusals(days: number): Refusals["days"] {
    return this.store.exists() ? this.counts.refusals(Date.now(), days) : [];
  }

  /** How a visitor's switch stands, or why that is not said. */
  async consent(ask: ConsentAsk): Promise<ConsentResponse | ConsentFault> {
    const settings = this.readable();
    if (!settings) return "unknown_key";
    const fault = askerFault(settings.policy, ask);
    if (fault) return fault;
    const { user } = await believedUser(this.env.MASTER_SECRET, settings.policy, ask);
    return this.choices.show(settings.policy, { visitor: ask.visitor, user }, ask.gpc);
  }

  /** Takes a visitor's choice, and tells the sessions it is about. Answers how the switch stands then, or why it was not taken. */
  async choose(ask: ConsentAsk, choosing: Choosing): Promise<ConsentResponse | ConsentFault> {
    const settings = this.readable();
    if (!settings) return "unknown_key";
    const { policy } = settings;
    const fault = askerFault(policy, ask);
    if (fault) return fault;
    const person = await believedUser(this.env.MASTER_SECRET, policy, ask);
    const refusal = this.choices.choose(policy, ask.visitor, person, choosing, Date.now());
    if (refusal !== "tenant_off" && refusal !== "outdated") await this.teller.tellNext();
    return refusal ?? this.choices.show(policy, { visitor: ask.visitor, user: person.user }, ask.gpc);
  }

  /**
   * Takes the bytes that a session has sent since it began; the same total again adds nothing. Answers whether the budget of the
   * period is used up.
   */
  reportBytes(session: string, total: number): BudgetAnswer {
    const settings = this.kept.read();
    // Nobody's session, or settings that say no bound.
    if (!settings || settings === "unreadable") return { over: false, version: 0 };
    const { policy, version } = settings;
    const { anchor, bytes: limit } = policy.quota;
    const now = Date.now();
    const { index } = quotaPeriod(anchor, now);
    return this.clock.commit(() => {
      this.bytes.report(session, total, anchor, index);
      this.watch.warn(policy, now);
      return { over: usedUp(this.bytes.bytes(anchor, index), limit), version };
    });
  }

  /** Tells choices, erases, and brings to the activity log what it did not take; each until it is done. */
  override async alarm(): Promise<void> {
    // The version before noted entries without a deadline.
    if (this.store.exists() && this.store.outbox().length > 0) this.clock.ensure("outbox", Date.now());
    if (this.store.exists()) await this.clock.run(Date.now);
  }
}
