import { decide } from "../../durable-objects/admission.ts";
import type { Visitor } from "../../durable-objects/index.ts";
import { LIMITS, PlayheadError, includesLevel } from "../../protocol/index.ts";
import type { Policy } from "../../protocol/policy.schema.ts";
import type { CheckedRule, Usage, Verdict, VisitProbe } from "../../protocol/settings.schema.ts";
import { readAgent } from "../visitor-context.ts";

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}

/** Without query and fragment, as the recorder sends it. */
function addressOf(url: string): string {
  return url.replace(/[?#].*$/, "").slice(0, LIMITS.urlChars);
}

/** The visitor's choice is taken to be one for the present text. */
function visitorOf(probe: VisitProbe, { consent: { version } }: Policy): Visitor {
  const { url, referrer, ip, userAgent, country, language, visitor, user, attributes, manual, events } = probe;
  const { consent, gpc, unsupported, lasted } = probe;
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
    unsupported: unsupported ?? false,
    lasted: lasted ?? null,
    buffered: 0,
    gpc: gpc ?? false,
    consent: consent ? { choice: consent, version } : null,
    browser,
    os,
    device,
  };
}

/** What playback needs in the end: room in the quota, and in the byte budget where there is one. */
function budgetRules({ count, limit, bytes, byteLimit }: Usage): CheckedRule[] {
  const sessions = `${count} of ${limit} sessions of this period are used.`;
  const rules: CheckedRule[] = [{ rule: "quota_reached", passed: count < limit, because: sessions }];
  if (count >= limit) return rules;
  const because =
    byteLimit === null ? "There is no byte budget." : `${bytes} of ${byteLimit} bytes of this period are used.`;
  return [...rules, { rule: "byte_budget_reached", passed: byteLimit === null || bytes < byteLimit, because }];
}

/**
 * What would happen to a visit that asks now for the first time. The address is looked at and kept nowhere.
 * @throws {PlayheadError} `bad_request` when there is no such environment
 */
export function probeVerdict(policy: Policy, usage: Usage, probe: VisitProbe): Verdict {
  const environment = policy.environments.find(({ id }) => id === probe.environment);
  if (!environment) throw new PlayheadError("bad_request", `environment: there is no "${probe.environment}".`);
  const { level, reason, rules } = decide(policy, environment, visitorOf(probe, policy));
  if (!includesLevel(level, "playback")) return { level, reason, rules };
  const checked = [...rules, ...budgetRules(usage)];
  const full = checked.find(({ passed }) => !passed);
  return full ? { level: "off", reason: full.rule, rules: checked } : { level, reason, rules: checked };
}
