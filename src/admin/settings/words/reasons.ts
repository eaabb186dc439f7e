import type { DecisionReason } from "../../../protocol/start.schema.ts";
import { capital } from "../field-problem.ts";

export interface ReasonWords {
  /** Why, in one line. */
  text: string;
  /** What can be done about it, when something can. */
  help?: string;
}

const REASONS: Record<DecisionReason, ReasonWords> = {
  recorded: { text: "The visit is recorded" },
  revoked_key: {
    text: "The page has a key that was revoked",
    help: "Put a present key of the environment into the page.",
  },
  tenant_off: { text: "Recording is switched off as a whole", help: "Switch it on under Consent." },
  consent_refused: { text: "The visitor has said no", help: "Their choice counts, whatever the settings say." },
  consent_missing: {
    text: "The visitor has not said yes yet",
    help: "Show the switch on your pages, or record until a no: see Consent. A yes to an earlier text may not count any more.",
  },
  gpc: {
    text: "The browser says no by Global Privacy Control",
    help: "It is honoured unless you say otherwise under Consent.",
  },
  environment_off: {
    text: "The environment's level is off",
    help: "Set another level under Environments. The platform's owner may have locked it.",
  },
  no_segment: {
    text: "The visitor is in no recorded segment",
    help: "Choose segments under Environments, or loosen a segment's rule.",
  },
  excluded_segment: {
    text: "The visitor is in an excluded segment",
    help: "Excluded segments win over recorded ones.",
  },
  origin_not_allowed: {
    text: "The page's origin is not allowed",
    help: "Add the origin to the environment, if the pages are yours.",
  },
  too_short: {
    text: "The visit did not last long enough",
    help: "It was shorter than the minimum duration of the environment.",
  },
  imported: {
    text: "It was imported",
    help: "It was exported before, here or elsewhere.",
  },
  unsupported_browser: {
    text: "The browser cannot record the page",
    help: "It lacks something that playback needs. The visit is collected at dxa.",
  },
  byte_budget_reached: {
    text: "The byte budget is used up",
    help: "Raise it under Quota, or wait for the next period.",
  },
  quota_reached: { text: "The quota is used up", help: "Raise it under Quota, or wait for the next period." },
  session_expired: {
    text: "The visit was too old to go on",
    help: "A visit lasts a day at most; the next page starts a new one.",
  },
  excluded_ip: { text: "The IP address is excluded", help: "See Exclusions." },
  excluded_domain: { text: "The domain is excluded", help: "See Exclusions." },
  excluded_user_agent: {
    text: "The user agent is excluded, or a bot's",
    help: "See Exclusions. Bots are turned away unless you say otherwise there.",
  },
  not_sampled: { text: "Not in the sample", help: "Raise the sample of the environment to record more visitors." },
  mobile_off: {
    text: "A phone or tablet, and those are not recorded",
    help: "Switch phones and tablets on in the environment.",
  },
  not_started: {
    text: "The page has not asked for recording",
    help: "The method is manual: until the page calls playhead.start(), the visit is collected at dxa.",
  },
};

/** Why a visit was or was not recorded, in plain words. A reason of a newer server is told as it is. */
export function reasonWords(reason: string): ReasonWords {
  return Object.hasOwn(REASONS, reason)
    ? REASONS[reason as DecisionReason]
    : { text: capital(reason.replaceAll("_", " ")) };
}
