import type { ConsentResponse } from "../protocol/consent.schema.ts";
import { uuidv7, type Region } from "../protocol/index.ts";
import type { Policy } from "../protocol/policy.schema.ts";
import {
  putErasure,
  subjectProof,
  type Person,
  type RegionStores,
  currentSecret,
  type KeyRing,
} from "../storage/index.ts";
import type { ActivityLog } from "./activity-log.ts";
import { keyHolder } from "./admission.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import { believedUser } from "./believed-user.ts";
import { ChoiceTeller, type Listener } from "./choice-teller.ts";
import { Consents, type Chooser, type Consent } from "./consents.ts";
import type { TenantDeadline } from "./deadlines.ts";
import { Eraser } from "./eraser.ts";
import { Erasures } from "./erasures.ts";
import type { RecentVisits } from "./recent-visits.ts";
import type { ErasedSession } from "./recording-gate.ts";
import { Tellings } from "./tellings.ts";
import { VisitorChoices, askerFault, type Choosing, type ConsentAsk, type ConsentFault } from "./visitor-choices.ts";

/** Where a tenant's data lives. */
export interface Place {
  tenant: string;
  region: Region;
  /** As the settings have them. */
  environments: readonly string[];
  /** How long sessions are kept. */
  retentionDays: number;
  stores: RegionStores;
}

/** What visitors' rights need of the Tenant object. */
export interface RightsShell {
  sql: SqlStorage;
  /** What all others are derived from. */
  ring: KeyRing;
  clock: AlarmClock<TenantDeadline>;
  log: ActivityLog;
  visits: RecentVisits;
  /** `null` when the settings, which say so, cannot be read. */
  place(): Place | null;
  recording(place: Place, session: string): Listener & { erase(owner: Omit<ErasedSession, "done">): Promise<boolean> };
}

/** What a visitor may ask of a tenant: how their switch stands, another choice, and that everything about them is deleted. */
export class VisitorRights {
  private readonly consents: Consents;
  private readonly tellings: Tellings;
  private readonly choices: VisitorChoices;
  private readonly teller: ChoiceTeller;
  private readonly eraser: Eraser;

  constructor(private readonly shell: RightsShell) {
    const { sql, clock, log, visits } = shell;
    this.tellings = new Tellings(sql);
    const erasures = new Erasures(sql);
    this.consents = new Consents(sql);
    this.choices = new VisitorChoices(this.consents, this.tellings, erasures, clock);
    this.teller = new ChoiceTeller(this.tellings, clock, (session) => shell.recording(this.place(), session));
    this.eraser = new Eraser(erasures, this.consents, log, clock, {
      place: () => this.place(),
      note: (person, sessions, now) => this.note(person, sessions, now),
      forgetVisits: (person) => visits.forget(this.place().environments, person),
      erase: (session) => {
        const { tenant, region } = this.place();
        return shell.recording(this.place(), session).erase({ tenant, region, session });
      },
    });
  }

  private place(): Place {
    const place = this.shell.place();
    if (!place) throw new Error("the settings that say where the recordings are cannot be read");
    return place;
  }

  private async note({ visitor, user }: Person, sessions: readonly string[], at: number): Promise<string> {
    const { tenant, stores } = this.place();
    const proof = (name: string) => subjectProof(currentSecret(this.shell.ring).text, tenant, name);
    const subject = await proof(`v:${visitor}`);
    const subjects = [subject, ...(user === null ? [] : [await proof(`u:${user}`)])];
    await putErasure(stores.bucket, { tenant, job: uuidv7(at), part: 0, at, sessions: [...sessions], subjects });
    return subject;
  }

  /** The choice of a visitor that holds, on whichever of their devices it was made. */
  latest(chooser: Chooser): Consent | null {
    return this.consents.latest(chooser);
  }

  /**
   * A session that was let in is refused by now: its visitor has become known as a user who said no before. Other tabs of it hear
   * of that by an alarm. Call inside a transaction of the clock.
   */
  refuse(session: string, { id }: Consent, now: number): void {
    this.tellings.noteOne(session, id);
    this.shell.clock.ensure("tell", now);
  }

  /** How the switch of a visitor stands, or why that is not said. `ring` are the secrets that all others are derived from. */
  async consent(ring: KeyRing, policy: Policy, ask: ConsentAsk): Promise<ConsentResponse | ConsentFault> {
    const fault = askerFault(policy, ask);
    if (fault) return fault;
    const { user } = await believedUser(ring, policy, ask);
    return this.choices.show(policy, { visitor: ask.visitor, user }, ask.gpc);
  }

  /** Takes a choice. Answers when the sessions it is about know of it, or it is noted that they do not yet. */
  async choose(
    ring: KeyRing,
    policy: Policy,
    ask: ConsentAsk,
    choosing: Choosing,
  ): Promise<ConsentResponse | ConsentFault> {
    const fault = askerFault(policy, ask);
    if (fault) return fault;
    const person = await believedUser(ring, policy, ask);
    const now = Date.now();
    const subject = await subjectProof(currentSecret(this.shell.ring).text, policy.tenant, `v:${ask.visitor}`);
    const holder = keyHolder(policy, ask.key);
    const environment = typeof holder === "string" ? null : holder.id;
    const withdrawn = { actor: "visitor", action: "consent_withdrawn", environment, details: { subject } } as const;
    const refusal = this.choices.choose(policy, ask.visitor, person, choosing, now, () =>
      this.shell.log.append(policy, withdrawn, now),
    );
    if (refusal === "tenant_off" || refusal === "outdated") return refusal;
    await this.teller.tellNext();
    return refusal ?? this.choices.show(policy, { visitor: ask.visitor, user: person.user }, ask.gpc);
  }

  /** What the alarm does for the deadline `tell`. */
  tell(now: number): Promise<number | null> {
    return this.teller.onAlarm(now);
  }

  /** What the alarm does for the deadline `erase`. */
  erase(now: number): Promise<number | null> {
    return this.eraser.onAlarm(now);
  }
}
