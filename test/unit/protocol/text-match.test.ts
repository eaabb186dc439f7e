import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  agentPatternFault,
  botMarker,
  domainPatternFault,
  globMatches,
  matchingAgent,
  matchingDomain,
} from "../../../src/protocol/index.ts";

const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

describe("a pattern with * and ?", () => {
  const letters = fc.string({ unit: fc.constantFrom(..."ab*?"), maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom(..."ab"), maxLength: 10 });

  /** The slow and obvious way: try every length for every star. */
  function oracle(pattern: string, subject: string): boolean {
    if (pattern === "") return subject === "";
    const [head] = pattern;
    if (head === "*")
      return Array.from({ length: subject.length + 1 }, (_, i) => subject.slice(i)).some((rest) =>
        oracle(pattern.slice(1), rest),
      );
    return subject !== "" && (head === "?" || head === subject[0]) && oracle(pattern.slice(1), subject.slice(1));
  }

  it("fits what trying everything fits", () => {
    fc.assert(
      fc.property(letters, text, (pattern, subject) => {
        expect(globMatches(pattern, subject)).toBe(oracle(pattern, subject));
      }),
      { numRuns: 5_000 },
    );
  });

  it("takes no longer for a pattern that would make a regular expression try for ever", () => {
    const started = performance.now();
    expect(globMatches(`${"*a".repeat(100)}b`, "a".repeat(1_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(200);
  });
});

describe("an excluded domain", () => {
  const fits = (pattern: string, address: string) => matchingDomain([pattern], address) !== null;

  it.each([
    ["test.example.com", "https://test.example.com", true],
    ["test.example.com", "https://test.example.com/path/x?y", true],
    ["TEST.Example.Com", "https://test.example.com", true],
    ["test.example.com.", "https://test.example.com", true],
    ["test.example.com", "https://test.example.com.", true],
    ["test.example.com", "https://a.test.example.com", false],
    ["test.example.com", "https://xtest.example.com", false],
    ["*.internal.com", "http://a.internal.com:8080", true],
    ["*.internal.com", "http://a.b.internal.com", true],
    ["*.internal.com", "http://internal.com", false],
    ["*.internal.com", "http://xinternal.com", false],
    ["*.internal.com", "http://internal.com.evil.example", false],
    ["shop.example:8443", "https://shop.example:8443", true],
    ["shop.example:8443", "https://shop.example", false],
    ["shop.example:443", "https://shop.example", true],
    ["shop.example:80", "https://shop.example", false],
    ["shop.example:80", "http://shop.example", true],
    ["*.shop.example:80", "http://a.shop.example:80", true],
    ["bücher.example", "https://xn--bcher-kva.example", true],
    ["xn--bcher-kva.example", "https://BÜCHER.example", true],
    ["localhost", "http://localhost:3000", true],
    ["[::1]:3000", "http://[::1]:3000", true],
    ["192.168.1.1", "http://192.168.1.1", true],
    ["test.example.com", "null", false],
    ["test.example.com", "nonsense", false],
  ])("%s and %s: %s", (pattern, address, wanted) => {
    expect(domainPatternFault(pattern)).toBeNull();
    expect(fits(pattern, address)).toBe(wanted);
  });

  it.each([
    "",
    "*",
    "*.",
    "*.*",
    "a.*.com",
    "https://example.com",
    "example.com/path",
    "a b.com",
    "u@example.com",
    "example.com:",
    "example.com:x",
    "example.com:99999",
    "a..b",
  ])("%j is refused in words, and fits nobody", (pattern) => {
    expect(domainPatternFault(pattern)).toMatch(/\w{3,}/);
    expect(fits(pattern, "https://example.com")).toBe(false);
  });

  it("with a star fits exactly what has something and a dot before it", () => {
    const label = fc.stringMatching(/^[a-z]{1,5}$/);
    fc.assert(
      fc.property(fc.array(label, { minLength: 2, maxLength: 4 }), fc.array(label, { maxLength: 3 }), (base, sub) => {
        const [domain, host] = [base.join("."), [...sub, ...base].join(".")];
        expect(fits(`*.${domain}`, `https://${host}`)).toBe(sub.length > 0);
        expect(fits(domain, `https://${host}`)).toBe(sub.length === 0);
        expect(fits(`*.${domain}`, `https://x${domain}`)).toBe(false);
      }),
    );
  });

  it("never throws, whatever the texts are", () => {
    fc.assert(
      fc.property(fc.string(), fc.webUrl(), (pattern, address) => {
        expect(domainPatternFault(pattern) !== null && fits(pattern, address)).toBe(false);
      }),
    );
  });
});

describe("an excluded user agent", () => {
  it.each([
    ["chrome/140", CHROME, true],
    ["CHROME", CHROME, true],
    ["Firefox", CHROME, false],
    ["Windows*Safari", CHROME, true],
    ["Safari*Windows", CHROME, false],
    ["Chrome/14?.0", CHROME, true],
    ["QA-Agent", "QA-agent/2", true],
  ])("%s: %#", (pattern, agent, wanted) => {
    expect(matchingAgent([pattern], agent) !== null).toBe(wanted);
  });

  it("without a star is a part of it", () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[^*?]{1,10}$/), fc.string(), (before, part, after) => {
        const lower = (text: string) => text.toLowerCase();
        const agent = `${before}${part}${after}`.slice(0, 1_024);
        expect(matchingAgent([part], agent) !== null).toBe(lower(agent).includes(lower(part.trim())));
      }),
    );
  });

  it("must not be one that everybody has", () => {
    for (const pattern of ["*", "**", "?", " * "]) expect(agentPatternFault(pattern)).toContain("every visitor");
    expect(agentPatternFault("*bot*")).toBeNull();
  });
});

describe("known bots and headless browsers", () => {
  it.each([
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36 Chrome-Lighthouse",
    "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
    "Mozilla/5.0 (Windows NT 10.0) Playwright/1.65",
    "Mozilla/5.0 (Windows NT 10.0) DatadogSynthetics",
    "curl/8.5.0",
    "python-requests/2.31.0",
  ])("%s", (agent) => expect(botMarker(agent)).not.toBeNull());

  it.each([
    CHROME,
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
    "Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 13; CUBOT KINGKONG 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0 Safari/537.36 OPR/122.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 330.0 (iPhone14,5; iOS 17_5; en_US)",
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/440.0]",
    "Bottle/1.0 Robotics Abbott",
  ])("not %s", (agent) => expect(botMarker(agent)).toBeNull());
});
