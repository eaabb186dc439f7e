import type { CollectionLevel } from "../protocol/index.ts";
import type { Environment, Policy } from "../protocol/policy.schema.ts";
import type { DecisionReason } from "../protocol/start.schema.ts";
import type { Caller, Visitor } from "./visitor.ts";

/** What a rule found, and in plain words what it compared with what. */
export interface Finding {
  passed: boolean;
  because: string;
  /** The segment that the visitor is recorded for. */
  segment?: string;
}

/**
 * When a rule is asked. `always`: each time. `audience`: not of a session that was let in, unless the settings of its audience
 * have changed since; a visitor who moves on to another page is still the visitor that was chosen. `once`: never of a session
 * that was let in. `playback`: until the session has been let in at playback.
 */
export type Asked = "always" | "audience" | "once" | "playback";

/** One reason not to record, or to record less. */
export interface Rule<V extends Caller = Visitor> {
  reason: DecisionReason;
  asked: Asked;
  /** Whoever does not pass is collected at `dxa` at most, and the next rule is asked. */
  lowers?: true;
  /** `level` is that of the environment, as far as the rules before have left it. */
  look(policy: Policy, environment: Environment, visitor: V, level: CollectionLevel): Finding;
}

export const passed = (because: string): Finding => ({ passed: true, because });
export const stopped = (because: string): Finding => ({ passed: false, because });
