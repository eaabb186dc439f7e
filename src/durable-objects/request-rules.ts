import { botMarker, matchingAgent, matchingDomain, matchingIpPattern, originAllowed } from "../protocol/index.ts";
import { passed, stopped, type Rule } from "./admission-rule.ts";
import type { Caller } from "./visitor.ts";

/** Asked of starts only: a batch that is sent while a page ends may lack the origin. */
export const ORIGIN_RULE: Rule = {
  reason: "origin_not_allowed",
  asked: "always",
  look: (_policy, { name, origins }, { origin }) =>
    originAllowed(origins, origin)
      ? passed(`The origin ${origin} may record with the keys of ${name}.`)
      : stopped(`The origin ${origin ?? "is not known, so it"} is none of the ${origins.length} of ${name}.`),
};

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
    reason: "tenant_off",
    asked: "always",
    look: ({ recording }) =>
      recording ? passed("Recording is switched on.") : stopped("Recording is switched off for all environments."),
  },
  {
    reason: "environment_off",
    asked: "always",
    look({ maxLevel }, { name, level: own }, _caller, level) {
      if (own === "off") return stopped(`${name} is switched off.`);
      if (level === "off") return stopped(`${name} is set to ${own}, but the platform's owner has locked recording.`);
      return level === own
        ? passed(`${name} collects at the level ${level}.`)
        : passed(`${name} is set to ${own}; the platform's owner allows ${maxLevel} at most.`);
    },
  },
];
