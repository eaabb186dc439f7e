import { globMatches } from "./glob.ts";

/**
 * Words by which programs that are no visitors give themselves away, in lower case. A word counts when no letter follows it
 * (`Googlebot/2.1`, not `Bottle`).
 */
const BOT_WORDS = [
  // Crawlers and previews.
  "bot",
  "bots",
  "crawler",
  "crawl",
  "crawling",
  "spider",
  "slurp",
  "scraper",
  "archiver",
  "facebookexternalhit",
  "bingpreview",
  "mediapartners-google",
  "google-inspectiontool",
  "googleother",
  "google-read-aloud",
  "chatgpt-user",
  "claude-user",
  "perplexity-user",
  // Automated browsers.
  "headless",
  "headlesschrome",
  "headlessedg",
  "prerender",
  "phantomjs",
  "slimerjs",
  "htmlunit",
  "jsdom",
  "puppeteer",
  "playwright",
  "selenium",
  "webdriver",
  "cypress",
  // Measurements and monitors.
  "lighthouse",
  "pagespeed",
  "gtmetrix",
  "ptst",
  "pingdom",
  "pingdompagespeed",
  "uptimerobot",
  "statuscake",
  "datadogsynthetics",
  "datadog",
  "checkly",
  // Programs that fetch.
  "curl",
  "wget",
  "python-requests",
  "python-urllib",
  "python-httpx",
  "aiohttp",
  "go-http-client",
  "libwww-perl",
  "httrack",
  "scrapy",
  "node-fetch",
  "axios",
  "undici",
  "okhttp",
  "postmanruntime",
] as const;

/** Ordinary things that end in such a word: Cubot makes phones. */
const NO_BOTS = ["cubot"] as const;

/** The part of a user agent that is looked at; browsers' have some 200 characters. */
const AGENT_CHARS = 1_024;

function isLetter(char: string | undefined): boolean {
  return char !== undefined && char >= "a" && char <= "z";
}

/** The part of a user agent that says it is a bot, crawler, monitor or headless browser, in lower case; `null` when none does. */
export function botMarker(agent: string): string | null {
  let text = agent.slice(0, AGENT_CHARS).toLowerCase();
  for (const name of NO_BOTS) text = text.replaceAll(name, " ");
  for (const word of BOT_WORDS) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (!isLetter(text[at + word.length])) return word;
    }
  }
  return null;
}

/**
 * The first of the patterns that a part of the user agent fits, or `null`. A pattern is a text, or one with `*` and `?`; upper
 * and lower case are the same.
 */
export function matchingAgent(patterns: readonly string[], agent: string): string | null {
  const text = agent.slice(0, AGENT_CHARS).toLowerCase();
  return patterns.find((pattern) => globMatches(`*${pattern.trim().toLowerCase()}*`, text)) ?? null;
}

/** What is wrong with a pattern, in plain words; `null` when it is a good one. */
export function agentPatternFault(text: string): string | null {
  return /[^*?\s]/.test(text) ? null : "this fits every visitor; to record nobody, switch the environment off";
}
