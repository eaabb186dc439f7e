import { batchRefusal, tenantObject, type Caller, type SessionIdentity } from "../../durable-objects/index.ts";
import { PlayheadError } from "../../protocol/index.ts";
import type { Policy } from "../../protocol/policy.schema.ts";
import type { Settings } from "../../protocol/settings.schema.ts";
import type { DecisionReason } from "../../protocol/start.schema.ts";
import type { Env } from "../env.ts";
import { earlyRefusals } from "./early-refusals.ts";
import { settingsSeen } from "./policy-cache.ts";

/**
 * The settings as they were at most `LIMITS.policyCacheMs` ago: asked for once, then remembered. When the Tenant object does not
 * answer, the last ones that were seen go on to hold: a session that was let in is not lost over it.
 */
export async function freshSettings(
  env: Env,
  { region, tenant }: SessionIdentity,
  now: number,
): Promise<Settings | null> {
  const seen = settingsSeen.get(tenant, now);
  if (seen) return seen;
  let settings: Settings | "unreadable" | null;
  try {
    settings = await tenantObject(env, region, tenant).settings();
  } catch (error) {
    const last = settingsSeen.last(tenant);
    if (!last) throw error;
    console.warn("settings could not be refreshed:", error instanceof Error ? error.message : String(error));
    return last;
  }
  if (settings === "unreadable") throw new Error("the stored settings cannot be read by this version");
  if (settings) settingsSeen.set(tenant, settings, now);
  return settings;
}

/** The refusal of a batch, which is counted. */
export function refuseBatch({ tenant }: SessionIdentity, reason: DecisionReason, now: number): PlayheadError {
  earlyRefusals.add(tenant, reason, now);
  return new PlayheadError("excluded", `Nothing more of this visit is recorded (${reason}).`);
}

/** What the gate says of a batch that it lets pass. */
export interface BatchPass {
  /** The settings that hold. */
  policy: Policy;
  /** They have changed since the session was let in: its decision may be another. */
  outdated: boolean;
}

/**
 * Refuses a batch of a visitor who is excluded by now, or whose environment has been switched off or removed, before a byte of it
 * is read. @throws {PlayheadError} `excluded`, `settings_unreadable`
 */
export async function checkBatch(env: Env, identity: SessionIdentity, caller: Caller, now: number): Promise<BatchPass> {
  const settings = await freshSettings(env, identity, now);
  // Without settings there is no tenant any more.
  if (!settings) throw refuseBatch(identity, "environment_off", now);
  const { policy, version } = settings;
  const reason = batchRefusal(policy, identity.environment, caller);
  if (reason !== null) throw refuseBatch(identity, reason, now);
  return { policy, outdated: version > identity.policyVersion };
}
