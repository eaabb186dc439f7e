import { LIMITS } from "./limits.ts";
import { newPrivacy } from "./privacy/new-privacy.ts";
import { newReactionRules } from "./reactions.ts";
import type { Environment, Policy, SignalSettings } from "./policy.schema.ts";
import { newPublishableKey } from "./publishable-key.ts";
import type { Region } from "./regions.ts";

/** An environment as it is made: it records nobody until it is switched on, has origins, and segments are chosen. */
export function newEnvironment(id: string, name: string): Environment {
  return {
    id,
    name,
    keys: [],
    level: "off",
    origins: [],
    segments: [],
    excludedSegments: [],
    method: "automatic",
    samplePercent: 100,
    mobile: true,
    minDurationSeconds: 0,
    buffer: false,
  };
}

/** Errors and warnings, and what the browser notes of requests: nothing is wrapped that scripts call often. */
export function newSignals(): SignalSettings {
  return { console: "warn", network: "resources", ...newReactionRules() };
}

/** What a new tenant begins with: production and test, each with a key of its own and switched off. `now` is Unix milliseconds. */
export function newPolicy(tenant: string, region: Region, now: number): Policy {
  const begin = (id: string, name: string): Environment => ({
    ...newEnvironment(id, name),
    keys: [{ key: newPublishableKey(region, tenant), createdAt: now, revokedAt: null }],
  });
  return {
    tenant,
    region,
    recording: false,
    maxLevel: "playback",
    environments: [begin("production", "Production"), begin("test", "Test")],
    segments: [],
    exclusions: { ips: [], domains: [], userAgents: [], bots: true },
    consent: { unset: "refuse", gpc: true, purpose: "", noticeUrl: "", version: 1, erasure: false },
    identity: { source: "api", name: "", signed: false, secretVersion: 1 },
    assets: { hosts: [], fetch: true },
    frames: { children: [], parents: [] },
    signals: newSignals(),
    privacy: newPrivacy(),
    quota: { sessions: LIMITS.quotaSessionsDefault, anchor: now, bytes: null },
    retentionDays: LIMITS.retentionDaysDefault,
  };
}
