import { LIMITS, fnv1a, includesLevel, type CollectionLevel } from "../protocol/index.ts";
import type { Environment, Policy } from "../protocol/policy.schema.ts";
import type { CheckedRule } from "../protocol/settings.schema.ts";
import type { DecisionReason } from "../protocol/start.schema.ts";
import { REQUEST_RULES, RULES, type Asked } from "./admission-rules.ts";
import { usedUp } from "./quota-watch.ts";
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

/**
 * Stands for everything that says which visitors an environment records: while it is the same, a session that was let in
 * is not asked again which segments it is in.
 */
export function audienceOf({ segments }: Policy, environment: Environment): string {
  const used = new Set([...environment.segments, ...environment.excludedSegments]);
  const rules = segments.filter(({ id }) => used.has(id)).map(({ id, rule }) => [id, rule]);
  return fnv1a(JSON.stringify([environment.id, environment.segments, environment.excludedSegments, rules])).toString(
    16,
  );
}

/**
 * What the policy says of a visit, quota aside. Run by the edge on its copy to say no early, by the Tenant object on the truth,
 * and by the decision tester. `letIn` is the audience under which this very session was let in before, if it was.
 */
export function decide(
  policy: Policy,
  environment: Environment,
  visitor: Visitor,
  letIn: string | null = null,
): Decision {
  const audience = letIn === null ? null : audienceOf(policy, environment);
  const rules: CheckedRule[] = [];
  for (const { reason, asked, look } of RULES) {
    const settled = letIn !== null && (asked === "once" || (asked === "audience" && letIn === audience));
    if (settled) continue;
    const finding = look(policy, environment, visitor);
    rules.push({ rule: reason, ...finding });
    if (!finding.passed) return { level: "off", reason, rules, stoppedBy: asked };
  }
  return { level: environment.level, reason: "recorded", rules, stoppedBy: null };
}

/** Why a batch of a session that was let in must not be taken any more, or `null`: exclusions, and the environment itself. */
export function batchRefusal(policy: Policy, environment: string, caller: Caller): DecisionReason | null {
  const found = policy.environments.find(({ id }) => id === environment);
  // Removed altogether.
  if (!found) return "environment_off";
  return REQUEST_RULES.find(({ look }) => !look(policy, found, caller).passed)?.reason ?? null;
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
