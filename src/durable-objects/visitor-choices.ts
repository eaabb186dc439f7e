import { LIMITS, consentState, originAllowed } from "../protocol/index.ts";
import type { ConsentResponse } from "../protocol/consent.schema.ts";
import type { Policy } from "../protocol/policy.schema.ts";
import { keyHolder } from "./admission.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import type { BelievedUser } from "./believed-user.ts";
import type { Chooser, Consents } from "./consents.ts";
import type { TenantDeadline } from "./deadlines.ts";
import type { Erasures } from "./erasures.ts";
import type { Tellings } from "./tellings.ts";

/** Who asks how their switch stands, with what their request says of them. */
export interface ConsentAsk {
  key: string;
  origin: string | null;
  /** Global Privacy Control. */
  gpc: boolean;
  visitor: string;
  user: string | null;
  signature: string | null;
}

/** What the visitor has chosen; `erase` is a no as well. */
export interface Choosing {
  choice: "yes" | "no";
  version: number;
  erase: boolean;
}

/** Why there is no answer. */
export type ConsentFault =
  | "unknown_key"
  | "revoked_key"
  | "origin_not_allowed"
  /** The tenant records nobody: there is nothing to choose. */
  | "tenant_off"
  /** The text has changed since the visitor saw it. */
  | "outdated"
  /** The no was taken, but the tenant does not offer erasure. */
  | "no_erasure";

/** What is wrong with the key or the origin of whoever asks, or `null`. */
export function askerFault(policy: Policy, { key, origin }: ConsentAsk): ConsentFault | null {
  const environment = keyHolder(policy, key);
  if (environment === "unknown") return "unknown_key";
  if (environment === "revoked") return "revoked_key";
  return originAllowed(environment.origins, origin) ? null : "origin_not_allowed";
}

/** The visitors' own switch: what it shows, and what follows from a choice. */
export class VisitorChoices {
  constructor(
    private readonly consents: Consents,
    private readonly tellings: Tellings,
    private readonly erasures: Erasures,
    private readonly clock: AlarmClock<TenantDeadline>,
  ) {}

  /** How the switch of a visitor stands. */
  show(policy: Policy, chooser: Chooser, gpc: boolean): ConsentResponse {
    if (!policy.recording) return { shown: false };
    const { consent } = policy;
    const latest = this.consents.latest(chooser);
    return {
      shown: true,
      choice: latest?.choice ?? null,
      ...consentState(consent, latest, gpc),
      at: latest?.at ?? null,
      chosenVersion: latest?.version ?? null,
      version: consent.version,
      purpose: consent.purpose,
      noticeUrl: consent.noticeUrl,
      erasure: consent.erasure,
    };
  }

  /**
   * Takes a choice, and notes in the same transaction whom it has to be told and what has to be erased. A yes reaches the visitor's
   * other devices only when the site has signed who they are: anybody can name a user. A no does in any case.
   * `withdrawn` is called in that transaction when somebody who was recorded says no.
   */
  choose(
    policy: Policy,
    visitor: string,
    { user, proven }: BelievedUser,
    { choice: chosen, version, erase }: Choosing,
    now: number,
    withdrawn: () => void,
  ): ConsentFault | null {
    const { consent } = policy;
    const choice = erase ? "no" : chosen;
    if (!policy.recording) return "tenant_off";
    if (choice === "yes" && version !== consent.version) return "outdated";
    const reachesUser = choice === "no" || proven;
    this.clock.commit(() => {
      const seen = Math.min(version, consent.version);
      const before = this.consents.latest({ visitor, user })?.id;
      const number = this.consents.choose({ visitor, user }, reachesUser, { choice, version: seen }, now);
      // The same again has been told, or is noted.
      if (number !== before) {
        const since = now - LIMITS.sessionMaxMs - LIMITS.ingestTokenMs;
        this.tellings.note(visitor, reachesUser ? user : null, number, choice === "yes", since);
        this.clock.ensure("tell", now);
        // Whoever was never recorded has nothing to withdraw: or anybody could fill the log.
        const recorded = this.erasures.admitted({ visitor, user: reachesUser ? user : null }, 1).length > 0;
        if (choice === "no" && recorded) withdrawn();
      }
      if (erase && consent.erasure) {
        this.erasures.add({ visitor, user: proven ? user : null }, now);
        this.clock.ensure("erase", now);
      }
    });
    return erase && !consent.erasure ? "no_erasure" : null;
  }
}
