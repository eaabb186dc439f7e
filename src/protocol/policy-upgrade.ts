import { LEVELS } from "./levels.ts";
import { newSignals } from "./new-policy.ts";
import { newPrivacy } from "./privacy/new-privacy.ts";

/** A JSON object, as far as is known. */
type Loose = Record<string, unknown>;

/**
 * A stored policy with what later versions of the program have added. Recording went on without the tenant's switch, so it is on
 * there; everything else is what it was.
 */
export function upgradePolicy(stored: unknown): unknown {
  if (typeof stored !== "object" || stored === null) return stored;
  const { environments, quota, privacy, ...policy } = stored as Loose;
  return {
    recording: true,
    maxLevel: LEVELS.at(-1),
    consent: { unset: "allow", gpc: true, purpose: "", noticeUrl: "", version: 1, erasure: false },
    identity: { source: "api", name: "", signed: false, secretVersion: 1 },
    assets: { hosts: [], fetch: true },
    frames: { children: [], parents: [] },
    signals: newSignals(),
    ...policy,
    privacy: { ...newPrivacy(), ...(privacy as Loose) },
    quota: { bytes: null, ...(quota as Loose) },
    environments: Array.isArray(environments)
      ? environments.map((environment: Loose) => ({ minDurationSeconds: 0, buffer: false, ...environment }))
      : environments,
  };
}
