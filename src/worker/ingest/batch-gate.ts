import { batchRefusal, tenantObject, type Caller, type SessionIdentity } from "../../durable-objects/index.ts";
import { PlayheadError, newPrivacy } from "../../protocol/index.ts";
import type { PrivacySettings } from "../../protocol/privacy/privacy.schema.ts";
import type { Settings } from "../../protocol/settings.schema.ts";
import type { Env } from "../env.ts";
import { earlyRefusals } from "./early-refusals.ts";
import { settingsSeen } from "./policy-cache.ts";

/**
 * The settings as they were at most `LIMITS.policyCacheMs` ago: asked for once, then remembered. When the Tenant object does not
 * answer, the last ones that were seen go on to hold: a session that was let in is not lost over it.
 */
async function freshSettings(env: Env, { region, tenant }: SessionIdentity, now: number): Promise<Settings | null> {
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

/**
 * Refuses a batch of a visitor who is excluded by now, or whose environment has been switched off or removed, before a byte of it
 * is read; else what the tenant has decided on privacy. @throws {PlayheadError} `excluded`
 */
export async function checkBatch(
  env: Env,
  identity: SessionIdentity,
  caller: Caller,
  now: number,
): Promise<PrivacySettings> {
  const settings = await freshSettings(env, identity, now);
  const reason = settings ? batchRefusal(settings.policy, identity.environment, caller) : "environment_off";
  // While a version is being rolled out, the Tenant object may still be the one before, which knew of no privacy settings.
  if (settings && reason === null) return settings.policy.privacy ?? newPrivacy();
  earlyRefusals.add(identity.tenant, reason ?? "environment_off", now);
  throw new PlayheadError("excluded", `Nothing more of this visit is recorded (${reason}).`);
}
