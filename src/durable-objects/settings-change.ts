import { LIMITS, includesLevel, newPublishableKey, type CollectionLevel } from "../protocol/index.ts";
import { policyFaults, type PolicyFault } from "../protocol/policy-faults.ts";
import type { Environment, Policy } from "../protocol/policy.schema.ts";

/** A policy that may take the place of another, or why it may not. */
export type Proposal = { policy: Policy } | { fault: PolicyFault } | { missing: string };

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The versions that the server counts up, and the level that only the owner of the platform sets: sent as they were read. */
function countedFault(current: Policy, next: Policy): PolicyFault | null {
  if (current.maxLevel !== next.maxLevel)
    return { path: ["maxLevel"], message: "is set by the platform's owner, and by nobody else" };
  if (current.consent.version !== next.consent.version)
    return { path: ["consent", "version"], message: "is counted up by the server when purpose or notice change" };
  if (current.identity.secretVersion !== next.identity.secretVersion)
    return {
      path: ["identity", "secretVersion"],
      message: "is counted up by POST /api/settings/identity-secret, which makes another secret",
    };
  return null;
}

/** Levels above the lock stay where they were set before it, cut to it meanwhile; none is set there anew. */
function lockFault({ environments, maxLevel }: Policy, next: Policy): PolicyFault | null {
  const at = next.environments.findIndex(({ id, level }) => {
    const before = environments.find((environment) => environment.id === id)?.level;
    return level !== before && !includesLevel(maxLevel, level);
  });
  if (at < 0) return null;
  return {
    path: ["environments", at, "level"],
    message: `is locked: the platform's owner allows ${maxLevel} at most`,
  };
}

/** What only the server changes: tenant, region, keys, quota, versions. */
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
  return countedFault(current, next) ?? lockFault(current, next);
}

/** What visitors read has changed: a yes was given to the words before. */
function readsOtherwise({ consent: before }: Policy, { consent: after }: Policy): boolean {
  return before.purpose !== after.purpose || before.noticeUrl !== after.noticeUrl;
}

/** `next` in place of `current`, when nothing is wrong with it. Another text for visitors is another version of it. */
export function replacePolicy(current: Policy, next: Policy): Proposal {
  const fault = serverFault(current, next) ?? policyFaults(next)[0];
  if (fault) return { fault };
  if (!readsOtherwise(current, next)) return { policy: next };
  return { policy: { ...next, consent: { ...next.consent, version: current.consent.version + 1 } } };
}

/** Another identity secret from now on; what was signed with the one before is signed by nobody. */
export function renewIdentitySecret(policy: Policy): Proposal {
  const { identity } = policy;
  return { policy: { ...policy, identity: { ...identity, secretVersion: identity.secretVersion + 1 } } };
}

/** The highest level that the owner of the platform allows; what environments are set to stays. */
export function lockLevel(policy: Policy, maxLevel: CollectionLevel): Proposal {
  return { policy: { ...policy, maxLevel } };
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
