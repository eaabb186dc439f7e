import type { Policy } from "../protocol/policy.schema.ts";
import type { Settings } from "../protocol/settings.schema.ts";
import type { ActivityLog } from "./activity-log.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import type { TenantDeadline } from "./deadlines.ts";
import { changedParts, type Proposal } from "./settings-change.ts";
import type { TenantStore } from "./tenant-store.ts";

/** Who changes settings, for the activity log. */
export interface Actor {
  user: string;
  maskedIp: string | null;
}

/** How a change ended. */
export type ChangeResult =
  | { kind: "done"; settings: Settings }
  /** Somebody else's change came first; this is the version in force. */
  | { kind: "conflict"; version: number }
  | { kind: "refused"; path: (string | number)[]; message: string }
  | { kind: "missing"; message: string };

const NO_SETTINGS: ChangeResult = { kind: "missing", message: "This tenant has no settings." };

/**
 * The settings of a tenant, by version. A change and its entry for the activity log are committed together, so
 * nothing is changed without a trace.
 */
export class TenantSettings {
  /** The settings in force, read once. */
  private known: Settings | "unreadable" | null = null;

  constructor(
    private readonly store: TenantStore,
    private readonly clock: AlarmClock<TenantDeadline>,
    private readonly log: ActivityLog,
  ) {}

  /** The settings in force; `null` when there is no such tenant, `unreadable` when an earlier version of the program wrote them. */
  read(): Settings | "unreadable" | null {
    if (!this.known && this.store.exists()) this.known = this.store.settings();
    return this.known;
  }

  /** Puts a policy in force as the next version. */
  put(policy: Policy, now: number): Settings {
    this.known = null;
    const version = this.store.version() + 1;
    this.store.addPolicy(version, now, policy);
    return { version, at: now, policy };
  }

  /**
   * Changes the settings by what `propose` makes of them; `also` is done in the same transaction. What changes nothing makes no
   * version and no entry.
   */
  change(
    actor: Actor,
    expected: number | null,
    propose: (policy: Policy, now: number) => Proposal,
    also?: (policy: Policy) => void,
  ): ChangeResult {
    const now = Date.now();
    return this.clock.commit(() => this.commit(actor, expected, propose, now, also));
  }

  /** Enters in the activity log what was done without a change. */
  note(actor: Actor, details: Record<string, unknown>): ChangeResult {
    const settings = this.read();
    if (settings === "unreadable" || !settings) return NO_SETTINGS;
    this.clock.commit(() => this.enter(settings.policy, actor, Date.now(), details));
    return { kind: "done", settings };
  }

  private enter(policy: Policy, { user, maskedIp }: Actor, now: number, details: Record<string, unknown>): void {
    this.log.append(policy, { actor: user, maskedIp, action: "settings", details }, now);
  }

  private commit(
    actor: Actor,
    expected: number | null,
    propose: (policy: Policy, now: number) => Proposal,
    now: number,
    also?: (policy: Policy) => void,
  ): ChangeResult {
    const current = this.read();
    if (current === "unreadable" || !current) return NO_SETTINGS;
    if (expected !== null && expected !== current.version) return { kind: "conflict", version: current.version };
    const proposal = propose(current.policy, now);
    if ("fault" in proposal) return { kind: "refused", ...proposal.fault };
    if ("missing" in proposal) return { kind: "missing", message: proposal.missing };
    const details = changedParts(current.policy, proposal.policy);
    if (Object.keys(details).length === 0) return { kind: "done", settings: current };
    const settings = this.put(proposal.policy, now);
    also?.(proposal.policy);
    this.enter(proposal.policy, actor, now, { version: settings.version, ...details });
    return { kind: "done", settings };
  }
}
