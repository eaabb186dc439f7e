import { LIMITS, newPublishableKey } from "../protocol/index.ts";
import { policyFaults, type PolicyFault } from "../protocol/policy-faults.ts";
import type { Environment, Policy } from "../protocol/policy.schema.ts";

/** A policy that may take the place of another, or why it may not. */
export type Proposal = { policy: Policy } | { fault: PolicyFault } | { missing: string };

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What only the server changes: tenant, region, keys, quota. */
function serverFault(current: Policy, next: Policy): PolicyFault | null {
  for (const part of ["tenant", "region"] as const) {
    if (current[part] !== next[part]) return { path: [part], message: "cannot be changed" };
  }
  if (!same(current.quota, next.quota))
    return { path: ["quota"], message: "is changed with PUT /api/settings/quota, because that starts a new period" };
  for (const [at, { id, keys }] of next.environments.entries()) {
    const known = current.environments.find((environment) => environment.id === id)?.keys ?? [];
    if (!same(known, keys))
      return { path: ["environments", at, "keys"], message: "are made and revoked by calls of their own" };
  }
  return null;
}

/** `next` in place of `current`, when nothing is wrong with it. */
export function replacePolicy(current: Policy, next: Policy): Proposal {
  const fault = serverFault(current, next) ?? policyFaults(next)[0];
  return fault ? { fault } : { policy: next };
}

function withEnvironment(policy: Policy, id: string, change: (environment: Environment) => Environment): Proposal {
  if (!policy.environments.some((environment) => environment.id === id))
    return { missing: `There is no environment "${id}".` };
  const environments = policy.environments.map((environment) =>
    environment.id === id ? change(environment) : environment,
  );
  return { policy: { ...policy, environments } };
}

/** One more key for an environment. A full list forgets the key that was revoked first. */
export function addKey(policy: Policy, id: string, now: number): Proposal {
  const keys = policy.environments.find((environment) => environment.id === id)?.keys ?? [];
  const oldest = keys
    .filter(({ revokedAt }) => revokedAt !== null)
    .toSorted((a, b) => a.revokedAt! - b.revokedAt!)
    .at(0);
  const full = keys.length >= LIMITS.environmentKeys;
  if (full && !oldest)
    return { fault: { path: ["keys"], message: `${LIMITS.environmentKeys} are in use; revoke one first` } };
  const kept = full ? keys.filter((key) => key !== oldest) : keys;
  const key = { key: newPublishableKey(policy.region, policy.tenant), createdAt: now, revokedAt: null };
  return withEnvironment(policy, id, (environment) => ({ ...environment, keys: [...kept, key] }));
}

/** Revokes a key; a revoked one stays as it is. */
export function revokeKey(policy: Policy, id: string, key: string, now: number): Proposal {
  const proposal = withEnvironment(policy, id, (environment) => ({
    ...environment,
    keys: environment.keys.map((entry) =>
      entry.key === key && entry.revokedAt === null ? { ...entry, revokedAt: now } : entry,
    ),
  }));
  const known = policy.environments.some((item) => item.id === id && item.keys.some((entry) => entry.key === key));
  return "missing" in proposal || known ? proposal : { missing: "The environment has no such key." };
}

/** A new quota, counted from now on. */
export function changeQuota(policy: Policy, quota: Omit<Policy["quota"], "anchor">, now: number): Proposal {
  return { policy: { ...policy, quota: { ...quota, anchor: now } } };
}

/** The top-level parts that differ, each as it was and as it is. */
export function changedParts(before: Policy, after: Policy): Record<string, { before: unknown; after: unknown }> {
  const parts = Object.keys(after) as (keyof Policy)[];
  return Object.fromEntries(
    parts
      .filter((part) => !same(before[part], after[part]))
      .map((part) => [part, { before: before[part], after: after[part] }]),
  );
}
