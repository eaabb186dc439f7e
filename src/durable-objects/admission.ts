import { LIMITS, fnv1a, includesLevel, lowerLevel, type CollectionLevel } from "../protocol/index.ts";
import type { Environment, Policy } from "../protocol/policy.schema.ts";
import type { CheckedRule } from "../protocol/settings.schema.ts";
import type { DecisionReason } from "../protocol/start.schema.ts";
import type { Asked } from "./admission-rule.ts";
import { RULES } from "./admission-rules.ts";
import { usedUp } from "./quota-watch.ts";
import { REQUEST_RULES } from "./request-rules.ts";
import type { Caller, Visitor } from "./visitor.ts";

/** What becomes of a visit. */
export interface Outcome {
  level: CollectionLevel;
  reason: DecisionReason;
}

export interface Decision extends Outcome {
  /** What was looked at, in order, up to the rule that stopped the visit. */
  rules: CheckedRule[];
  /** When the rule that stopped it is asked; `null` when none did. */
  stoppedBy: Asked | null;
  /** The segment that the visitor is recorded for; `null` when it was not asked. */
  segment: string | null;
}

/** Whose a key is. A revoked one is told from an unknown one, so that whoever still uses it learns what to do. */
export function keyHolder(policy: Policy, key: string): Environment | "unknown" | "revoked" {
  let answer: "unknown" | "revoked" = "unknown";
  for (const environment of policy.environments) {
    const found = environment.keys.find((candidate) => candidate.key === key);
    if (found?.revokedAt === null) return environment;
    if (found) answer = "revoked";
  }
  return answer;
}

/** How much an environment may collect: what it is set to, cut at what the owner of the platform allows. */
export function effectiveLevel({ maxLevel }: Policy, { level }: Environment): CollectionLevel {
  return lowerLevel(level, maxLevel);
}

/**
 * Stands for everything that says which visitors are chosen by an environment: while it is the same, a session that was let in
 * is not asked again which of the segments it is in.
 */
export function audienceOf({ segments }: Policy, environment: Environment): string {
  const used = new Set(environment.segments);
  const rules = segments.filter(({ id }) => used.has(id)).map(({ id, rule }) => [id, rule]);
  return fnv1a(JSON.stringify([environment.id, environment.segments, rules])).toString(16);
}

/** How this very session was let in before. */
export interface LetIn {
  /** See `audienceOf`. */
  audience: string;
  /** Whether it has been let in at playback. */
  playback: boolean;
}

/** Whether a session that was let in need not be asked a rule again. */
function isSettled(asked: Asked, { audience, playback }: LetIn, now: string): boolean {
  return asked === "once" || (asked === "audience" && audience === now) || (asked === "playback" && playback);
}

/**
 * What the policy says of a visit, quota aside. Run by the edge on its copy to say no early, by the Tenant object on the truth,
 * and by the decision tester. The reason is that of the rule that stopped the visit, else of the first that lowered its level.
 */
export function decide(
  policy: Policy,
  environment: Environment,
  visitor: Visitor,
  letIn: LetIn | null = null,
): Decision {
  const audience = letIn && audienceOf(policy, environment);
  const rules: CheckedRule[] = [];
  let level = effectiveLevel(policy, environment);
  let lowered: DecisionReason | null = null;
  let recordedFor: string | null = null;
  for (const { reason, asked, lowers, look } of RULES) {
    if (letIn && isSettled(asked, letIn, audience!)) continue;
    const { passed, because, segment } = look(policy, environment, visitor, level);
    recordedFor ??= segment ?? null;
    if (passed || !lowers) rules.push({ rule: reason, passed, because });
    else rules.push({ rule: reason, passed: true, lowered: true, because });
    if (passed) continue;
    if (!lowers) return { level: "off", reason, rules, stoppedBy: asked, segment: null };
    level = lowerLevel(level, "dxa");
    lowered ??= reason;
  }
  return { level, reason: lowered ?? "recorded", rules, stoppedBy: null, segment: recordedFor };
}

/** Whether all that is asked before the segments has let the visit pass: consent, exclusions, and what is switched off. */
export function reachedSegments({ rules }: Decision): boolean {
  return rules.some(({ rule }) => rule === "excluded_segment");
}

/** Why a batch of a session that was let in must not be taken any more, or `null`: exclusions, and what is switched off. */
export function batchRefusal(policy: Policy, environment: string, caller: Caller): DecisionReason | null {
  const found = policy.environments.find(({ id }) => id === environment);
  // Removed altogether.
  if (!found) return "environment_off";
  const level = effectiveLevel(policy, found);
  return REQUEST_RULES.find(({ look }) => !look(policy, found, caller, level).passed)?.reason ?? null;
}

/** Where a tenant's count stands when a session asks to be let in. */
export interface Standing {
  /** When this very session was let in before, Unix milliseconds. */
  admittedAt: number | null;
  /** Whether its playback has been counted. */
  counted: boolean;
  /** Sessions counted in the period. */
  count: number;
  limit: number;
  /** Bytes that the period's sessions have reported, and the bound of them; `null` = none. */
  bytes: number;
  byteLimit: number | null;
}

/** What letting a session in changes: it is remembered with its time, and its playback is counted, each once. */
export interface Admittance extends Outcome {
  remembers: boolean;
  counts: boolean;
}

function off(reason: DecisionReason): Admittance {
  return { level: "off", reason, remembers: false, counts: false };
}

/** Whether a session may record, and what that changes. Only playback is counted. */
export function admit({ level, reason }: Outcome, standing: Standing, now: number): Admittance {
  if (level === "off") return off(reason);
  // A visit that was let in goes on to its end, whatever the count says by now.
  if (standing.admittedAt !== null && now - standing.admittedAt >= LIMITS.sessionMaxMs) return off("session_expired");
  const remembers = standing.admittedAt === null;
  const counts = includesLevel(level, "playback") && !standing.counted;
  if (counts && standing.count >= standing.limit) return off("quota_reached");
  // Of running visits too: what they would send is refused.
  if (includesLevel(level, "playback") && usedUp(standing.bytes, standing.byteLimit)) return off("byte_budget_reached");
  return { level, reason, remembers, counts };
}
