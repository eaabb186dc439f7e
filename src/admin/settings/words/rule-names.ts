import type { DecisionReason } from "../../../protocol/start.schema.ts";
import { capital } from "../field-problem.ts";

const NAMES: Record<Exclude<DecisionReason, "recorded">, string> = {
  revoked_key: "Publishable key",
  origin_not_allowed: "Allowed origins",
  excluded_ip: "Excluded IP addresses",
  excluded_domain: "Excluded domains",
  excluded_user_agent: "Excluded user agents and bots",
  tenant_off: "Recording as a whole",
  environment_off: "Level of the environment",
  consent_refused: "The visitor's choice",
  gpc: "Global Privacy Control",
  consent_missing: "Consent before recording",
  mobile_off: "Phones and tablets",
  excluded_segment: "Excluded segments",
  no_segment: "Recorded segments",
  not_sampled: "Sample",
  not_started: "Recording method",
  too_short: "Minimum duration",
  imported: "Imported",
  unsupported_browser: "Browser",
  quota_reached: "Quota",
  byte_budget_reached: "Byte budget",
  session_expired: "Age of the visit",
};

/** What a rule that was looked at is called; it comes by the reason it would give. One of a newer server is told as it is. */
export function ruleName(rule: string): string {
  return Object.hasOwn(NAMES, rule) ? NAMES[rule as keyof typeof NAMES] : capital(rule.replaceAll("_", " "));
}
