import { uuidv7 } from "../protocol/index.ts";
import type { Policy } from "../protocol/policy.schema.ts";
import type { Settings } from "../protocol/settings.schema.ts";
import type { ActivityOutbox } from "./activity-outbox.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import type { TenantDeadline } from "./deadlines.ts";
import { faultWords } from "./fault-words.ts";
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
  | { kind: "missing"; message: string }
  /** The change is in force; the activity log did not take its entry, which waits. */
  | { kind: "unlogged" };

/** How long after a failure the activity log is tried again. */
const RETRY_MS = 60_000;

const NO_SETTINGS: ChangeResult = { kind: "missing", message: "This tenant has no settings." };

/**
 * The settings of a tenant, by version. A change and its entry for the activity log are committed together; the entry leaves
 * the object's outbox only when D1 has it, so nothing is changed without a trace, whatever fails in between.
 */
export class TenantSettings {
  /** The settings in force, read once. */
  private known: Settings | "unreadable" | null = null;

  constructor(
    private readonly store: TenantStore,
    private readonly clock: AlarmClock<TenantDeadline>,
    private readonly outbox: ActivityOutbox,
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
   * Changes the settings by what `propose` makes of them; `also` is done in the same transaction. Resolves when the activity log
   * has it. What changes nothing makes no version and no entry.
   */
  async change(
    actor: Actor,
    expected: number | null,
    propose: (policy: Policy, now: number) => Proposal,
    also?: (policy: Policy) => void,
  ): Promise<ChangeResult> {
    const now = Date.now();
    const result = this.clock.commit(() => this.commit(actor, expected, propose, now, also));
    return (await this.delivered()) ? result : { kind: "unlogged" };
  }

  /** Enters in the activity log what was done without a change. Resolves when it has it. */
  async note(actor: Actor, details: Record<string, unknown>): Promise<ChangeResult> {
    const settings = this.read();
    if (settings === "unreadable" || !settings) return NO_SETTINGS;
    this.clock.commit(() => this.post(settings.policy.tenant, actor, Date.now(), details));
    return (await this.delivered()) ? { kind: "done", settings } : { kind: "unlogged" };
  }

  /** Whether the activity log has all entries by now; else they wait for an alarm. */
  private async delivered(): Promise<boolean> {
    try {
      await this.outbox.deliver();
      return true;
    } catch (error) {
      console.error("activity log, will be tried again:", faultWords(error));
      return false;
    }
  }

  private post(tenant: string, actor: Actor, at: number, details: Record<string, unknown>): void {
    const entry = { tenant, id: uuidv7(at), at, actor: actor.user, maskedIp: actor.maskedIp };
    this.outbox.post({ ...entry, action: "settings", session: null, details }, at + RETRY_MS);
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
    this.post(proposal.policy.tenant, actor, now, { version: settings.version, ...details });
    return { kind: "done", settings };
  }
}
