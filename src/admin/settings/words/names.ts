import { EVERYONE, type Policy } from "../../../protocol/policy.schema.ts";
import type { ValueName } from "./rule-sentence.ts";

export const EVERYONE_NAME = "Everyone";

/** The name of a segment; its id when the policy has no such segment. */
export function segmentName(policy: Policy, id: string): string {
  return id === EVERYONE ? EVERYONE_NAME : (policy.segments.find((segment) => segment.id === id)?.name ?? id);
}

/** The name of an environment; its id when the policy has no such environment. */
export function environmentName(policy: Policy, id: string): string {
  return policy.environments.find((environment) => environment.id === id)?.name ?? id;
}

/** Names for the values of rules of this policy. */
export function valueNames(policy: Policy): ValueName {
  return (field, value) => (field === "environment" ? environmentName(policy, value) : value);
}

/** The environments that record or exclude a segment. */
export function usersOf(policy: Policy, segment: string): string[] {
  return policy.environments
    .filter(({ segments, excludedSegments }) => [...segments, ...excludedSegments].includes(segment))
    .map(({ name }) => name);
}
