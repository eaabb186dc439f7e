import {
  EVERYONE,
  botMarker,
  matchingAgent,
  matchingDomain,
  matchingIpPattern,
  originAllowed,
  segmentHolds,
  visitorShare,
} from "../protocol/index.ts";
import type { Environment, Policy } from "../protocol/policy.schema.ts";
import type { DecisionReason } from "../protocol/start.schema.ts";
import type { Caller, Visitor } from "./visitor.ts";

/** What a rule found, and in plain words what it compared with what. */
export interface Finding {
  passed: boolean;
  because: string;
}

/**
 * When a rule is asked. `always`: each time. `audience`: not of a session that was let in, unless the settings of its audience
 * have changed since; a visitor who moves on to another page is still the visitor that was chosen. `once`: never of a session
 * that was let in.
 */
export type Asked = "always" | "audience" | "once";

/** One reason not to record. */
export interface Rule<V extends Caller = Visitor> {
  reason: DecisionReason;
  asked: Asked;
  look(policy: Policy, environment: Environment, visitor: V): Finding;
}

const passed = (because: string): Finding => ({ passed: true, because });
const stopped = (because: string): Finding => ({ passed: false, because });

/** The rules that every batch is held against as well; they look at nothing but the request. */
export const REQUEST_RULES: readonly Rule<Caller>[] = [
  {
    reason: "excluded_ip",
    asked: "always",
    look({ exclusions: { ips } }, _environment, { ip }) {
      if (ip === null) return passed("The address is not known.");
      const pattern = matchingIpPattern(ips, ip);
      return pattern === null
        ? passed(`The address ${ip} fits none of the ${ips.length} excluded addresses.`)
        : stopped(`The address ${ip} fits the excluded ${pattern}.`);
    },
  },
  {
    reason: "excluded_domain",
    asked: "always",
    look({ exclusions: { domains } }, _environment, { origin, url }) {
      for (const address of [origin, url]) {
        const pattern = address === null ? null : matchingDomain(domains, address);
        if (pattern !== null) return stopped(`The page ${address} is in the excluded domain ${pattern}.`);
      }
      return passed(`The page is in none of the ${domains.length} excluded domains.`);
    },
  },
  {
    reason: "excluded_user_agent",
    asked: "always",
    look({ exclusions: { userAgents, bots } }, _environment, { userAgent }) {
      const agent = userAgent ?? "";
      const pattern = matchingAgent(userAgents, agent);
      if (pattern !== null) return stopped(`The user agent fits the excluded ${JSON.stringify(pattern)}.`);
      if (!bots) return passed(`The user agent fits none of ${userAgents.length} patterns; bots are not excluded.`);
      // Browsers always say what they are.
      if (agent === "") return stopped("There is no user agent, so this is no browser, and bots are excluded.");
      const marker = botMarker(agent);
      return marker === null
        ? passed(`The user agent fits none of ${userAgents.length} patterns and is no known bot.`)
        : stopped(`The user agent says "${marker}", and bots and headless browsers are excluded.`);
    },
  },
  {
    reason: "environment_off",
    asked: "always",
    look: (_policy, { name, level }) =>
      level === "off" ? stopped(`${name} is switched off.`) : passed(`${name} collects at the level ${level}.`),
  },
];

function segmentName(policy: Policy, id: string): string {
  return id === EVERYONE ? "Everyone" : (policy.segments.find((segment) => segment.id === id)?.name ?? id);
}

/** The first of the segments that the visitor is in. One that is not there holds nobody. */
function segmentOf(policy: Policy, environment: Environment, visitor: Visitor, ids: readonly string[]): string | null {
  const facts = { ...visitor, environment: environment.id };
  const inside = (id: string) => {
    const segment = policy.segments.find((candidate) => candidate.id === id);
    return id === EVERYONE || (segment !== undefined && segmentHolds(segment.rule, facts));
  };
  return ids.find(inside) ?? null;
}

const ORIGIN_RULE: Rule = {
  reason: "origin_not_allowed",
  asked: "always",
  look: (_policy, { name, origins }, { origin }) =>
    originAllowed(origins, origin)
      ? passed(`The origin ${origin} may record with the keys of ${name}.`)
      : stopped(`The origin ${origin ?? "is not known, so it"} is none of the ${origins.length} of ${name}.`),
};

const VISITOR_RULES: readonly Rule[] = [
  {
    reason: "mobile_off",
    asked: "always",
    look(_policy, { name, mobile }, { device }) {
      const handheld = device === "mobile" || device === "tablet";
      return handheld && !mobile
        ? stopped(`The device is a ${device === "mobile" ? "phone" : "tablet"}; ${name} does not record those.`)
        : passed(mobile ? `${name} records all devices.` : `The device is ${device ?? "not known"}.`);
    },
  },
  {
    reason: "excluded_segment",
    asked: "audience",
    look(policy, environment, visitor) {
      const { excludedSegments } = environment;
      const found = segmentOf(policy, environment, visitor, excludedSegments);
      return found === null
        ? passed(`The visitor is in none of the ${excludedSegments.length} excluded segments.`)
        : stopped(`The visitor is in the excluded segment "${segmentName(policy, found)}".`);
    },
  },
  {
    reason: "no_segment",
    asked: "always",
    look: (_policy, { name, segments }) =>
      segments.length === 0
        ? stopped(`No segment is chosen in ${name}, so nobody is recorded.`)
        : passed(`${name} records ${segments.length === 1 ? "one segment" : `${segments.length} segments`}.`),
  },
  {
    reason: "no_segment",
    asked: "audience",
    look(policy, environment, visitor) {
      const { segments } = environment;
      const found = segmentOf(policy, environment, visitor, segments);
      const names = segments.map((id) => `"${segmentName(policy, id)}"`).join(", ");
      return found === null
        ? stopped(`The visitor is in none of the chosen segments: ${names}.`)
        : passed(`The visitor is in the segment "${segmentName(policy, found)}".`);
    },
  },
  {
    reason: "not_sampled",
    asked: "once",
    look(_policy, { id, samplePercent }, { visitor }) {
      if (samplePercent >= 100) return passed("All visitors are recorded.");
      if (visitor === null) return stopped(`${samplePercent} % are recorded, and the visitor's id is not known.`);
      const share = visitorShare("sample", id, visitor);
      const place = `the visitor stands at ${share.toFixed(2)} of 100`;
      return share < samplePercent
        ? passed(`${samplePercent} % are recorded, and ${place}.`)
        : stopped(`${samplePercent} % are recorded, but ${place}.`);
    },
  },
  {
    reason: "not_started",
    asked: "once",
    look(_policy, { method }, { manual }) {
      if (method === "automatic") return passed("Recording begins by itself.");
      return manual
        ? passed("The page has called playhead.start().")
        : stopped("Recording begins with playhead.start(), which the page has not called.");
    },
  },
];

/** All rules in the order in which they are asked: the first that does not pass is the reason. */
export const RULES: readonly Rule[] = [ORIGIN_RULE, ...REQUEST_RULES, ...VISITOR_RULES];
