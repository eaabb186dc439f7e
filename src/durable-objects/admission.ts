import { LIMITS, includesLevel, originAllowed, type CollectionLevel } from "../protocol/index.ts";
import type { Environment, Policy } from "../protocol/policy.schema.ts";
import type { DecisionReason } from "../protocol/start.schema.ts";

/** What is known of a visit when it asks to be recorded. */
export interface Visit {
  key: string;
  /** The `Origin` header. */
  origin: string | null;
}

export interface Decision {
  level: CollectionLevel;
  reason: DecisionReason;
}

/** The environment a key belongs to, or `null` when the tenant has no such key. */
export function environmentOf(policy: Policy, key: string): Environment | null {
  return policy.environments.find((environment) => environment.key === key) ?? null;
}

/** What the policy says of a visit, quota aside. Run by the edge on its copy to say no early, by the Tenant object on the truth. */
export function decide(environment: Environment, visit: Visit): Decision {
  if (!originAllowed(environment.origins, visit.origin)) return { level: "off", reason: "origin_not_allowed" };
  if (environment.level === "off") return { level: "off", reason: "environment_off" };
  if (environment.segments.length === 0) return { level: "off", reason: "no_segment" };
  return { level: environment.level, reason: "recorded" };
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
}

/** What letting a session in changes: it is remembered with its time, and its playback is counted, each once. */
export interface Admittance extends Decision {
  remembers: boolean;
  counts: boolean;
}

function off(reason: DecisionReason): Admittance {
  return { level: "off", reason, remembers: false, counts: false };
}

/** Whether a session may record, and what that changes. Only playback is counted. */
export function admit(decision: Decision, standing: Standing, now: number): Admittance {
  if (decision.level === "off") return off(decision.reason);
  // A visit that was let in goes on to its end, whatever the count says by now.
  if (standing.admittedAt !== null && now - standing.admittedAt >= LIMITS.sessionMaxMs) return off("session_expired");
  const remembers = standing.admittedAt === null;
  const counts = includesLevel(decision.level, "playback") && !standing.counted;
  if (counts && standing.count >= standing.limit) return off("quota_reached");
  return { ...decision, remembers, counts };
}
