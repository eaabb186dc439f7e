import { decide } from "../../durable-objects/admission.ts";
import type { Visitor } from "../../durable-objects/index.ts";
import { LIMITS, PlayheadError, includesLevel } from "../../protocol/index.ts";
import type { Policy } from "../../protocol/policy.schema.ts";
import type { Usage, Verdict, VisitProbe } from "../../protocol/settings.schema.ts";
import { readAgent } from "../visitor-context.ts";

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}

/** Without query and fragment, as the recorder sends it. */
function addressOf(url: string): string {
  return url.replace(/[?#].*$/, "").slice(0, LIMITS.urlChars);
}

function visitorOf(probe: VisitProbe): Visitor {
  const { url, referrer, ip, userAgent, country, language, visitor, user, attributes, manual, events } = probe;
  const { browser, os, device } = readAgent(userAgent ?? "");
  return {
    origin: originOf(url),
    url: addressOf(url),
    referrer: referrer === undefined ? null : addressOf(referrer),
    ip: ip ?? null,
    userAgent: userAgent ?? null,
    country: country ?? null,
    language: language ?? null,
    visitor: visitor ?? null,
    user: user ?? null,
    attributes: attributes ?? {},
    events: events ?? [],
    manual: manual ?? false,
    browser,
    os,
    device,
  };
}

/**
 * What would happen to a visit that asks now for the first time. The address is looked at and kept nowhere.
 * @throws {PlayheadError} `bad_request` when there is no such environment
 */
export function probeVerdict(policy: Policy, { count, limit }: Usage, probe: VisitProbe): Verdict {
  const environment = policy.environments.find(({ id }) => id === probe.environment);
  if (!environment) throw new PlayheadError("bad_request", `environment: there is no "${probe.environment}".`);
  const { level, reason, rules } = decide(policy, environment, visitorOf(probe));
  if (!includesLevel(level, "playback")) return { level, reason, rules };
  const passed = count < limit;
  const because = `${count} of ${limit} sessions of this period are used.`;
  const checked = [...rules, { rule: "quota_reached", passed, because }];
  return passed ? { level, reason, rules: checked } : { level: "off", reason: "quota_reached", rules: checked };
}
