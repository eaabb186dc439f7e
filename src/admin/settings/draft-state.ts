import type { Policy } from "../../protocol/policy.schema.ts";
import type { Settings } from "../../protocol/settings.schema.ts";

/** What somebody is editing, and the settings it started from. */
export interface DraftState {
  base: Settings;
  policy: Policy;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function isChanged({ base, policy }: DraftState): boolean {
  return !same(base.policy, policy);
}

/** `policy` with the parts that only the server changes taken from `from`. */
function withServerParts(policy: Policy, from: Policy): Policy {
  const keys = new Map(from.environments.map((environment) => [environment.id, environment.keys]));
  return {
    ...policy,
    quota: from.quota,
    identity: { ...policy.identity, secretVersion: from.identity.secretVersion },
    environments: policy.environments.map((environment) => ({
      ...environment,
      keys: keys.get(environment.id) ?? environment.keys,
    })),
  };
}

/**
 * The draft after newer settings have come. One that changes nothing, or just what they changed, follows them. One with other
 * changes goes on over them when only keys, the quota or the identity secret are new; otherwise it stays where it was, so that saving it is refused
 * instead of undoing somebody's work.
 */
export function rebase(state: DraftState, next: Settings): DraftState {
  if (!isChanged(state) || same(state.policy, next.policy)) return { base: next, policy: next.policy };
  return same(withServerParts(state.base.policy, next.policy), next.policy)
    ? { base: next, policy: withServerParts(state.policy, next.policy) }
    : state;
}
