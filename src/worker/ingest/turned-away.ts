import { decide } from "../../durable-objects/admission.ts";
import { directionsOf } from "../../durable-objects/directions.ts";
import type { Visitor } from "../../durable-objects/index.ts";
import { LIMITS, uuidTime } from "../../protocol/index.ts";
import type { Environment } from "../../protocol/policy.schema.ts";
import type { Settings } from "../../protocol/settings.schema.ts";
import type { DecisionReason } from "../../protocol/start.schema.ts";

/**
 * Why settings turn a visit away for certain, and for as long as its document stays; `null` when the Tenant object has to be
 * asked. Sampling and segments are not asked of a session that was let in, and only the Tenant object knows which were; but one
 * that was made after the settings were set can only have met them. What leaves something to watch for is the Tenant object's to
 * say as well: it alone knows whether the visitor has said no, and then nothing is loaded into their page.
 */
export function turnedAway(
  settings: Settings,
  environment: Environment,
  session: string,
  visitor: Visitor,
): DecisionReason | null {
  const decision = decide(settings.policy, environment, visitor);
  const { reason, stoppedBy } = decision;
  const metNoOthers = uuidTime(session) > settings.at + LIMITS.clockSkewMs;
  const certain = stoppedBy === "always" || (reason === "not_sampled" && metNoOthers);
  const final = !directionsOf(settings.policy, environment, decision, visitor).recorder;
  return certain && final ? reason : null;
}
