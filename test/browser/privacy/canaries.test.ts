import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import { newRecorderPrivacy } from "../../../src/protocol/privacy/new-privacy.ts";
import { PRIVACY_MODES, type RecorderPrivacy } from "../../../src/protocol/privacy/privacy.schema.ts";
import { fence } from "../../../src/worker/ingest/second-fence.ts";
import { CANARY } from "../../privacy/canaries.ts";
import { launchChromium } from "../chromium.ts";
import { canaryHtml, doDeeds, left, openPage, settle } from "./canary-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** The events in which a canary is, shortened to where it is. */
function leaks(events: readonly RecordedEvent[]): string[] {
  return events
    .map((event) => JSON.stringify(event))
    .flatMap((text) =>
      [...text.matchAll(new RegExp(CANARY, "g"))].map(({ index }) => text.slice(Math.max(0, index - 200), index + 40)),
    );
}

async function record(
  body: string,
  privacy: RecorderPrivacy,
  act: (page: Awaited<ReturnType<typeof openPage>>) => Promise<unknown>,
) {
  const page = await openPage(browser, body, privacy);
  await page.evaluate(() => window.harness.start());
  await settle(page);
  await act(page);
  await settle(page);
  const events = await left(page);
  await page.close();
  return events;
}

describe.each(PRIVACY_MODES)("a page full of canaries, recorded in the mode %s", (mode) => {
  const privacy = { ...newRecorderPrivacy(), mode };
  const hidden = mode === "inputs" ? ["always"] : ["always", "text"];
  let events: RecordedEvent[];
  /** Events that held one before they were filtered. */
  let found = 0;
  beforeAll(async () => {
    events = await record(canaryHtml(hidden), privacy, async (page) => {
      await doDeeds(page, hidden);
      found = await page.evaluate(() => window.harness.found.length);
    });
  });

  test("lets none out", () => {
    expect(events.length).toBeGreaterThan(100);
    expect(found).toBeGreaterThan(80);
    expect(leaks(events)).toEqual([]);
  });

  test("leaves nothing for the second fence to hide", () => {
    const before = JSON.stringify(events);
    const { events: after, report } = fence(JSON.parse(before) as RecordedEvent[], privacy);
    expect(JSON.stringify(after)).toBe(before);
    expect(report.masked).toBe(0);
  });
});

describe("rules and the page's own word", () => {
  const PAGE = `
    <p id="plain">plain</p>
    <div id="masked" data-playhead="mask">masked <b data-playhead="allow">allowed within</b></div>
    <div id="both" data-playhead="allow" class="never">both</div>
    <div class="gone">blocked <input value="blocked value"></div>
    <div id="open" data-playhead="allow"><input id="inside" value="value inside"></div>
    <input id="named" value="value named"><textarea class="note">note preset</textarea>
    <input id="card" autocomplete="cc-number" value="secret preset" data-playhead="allow">
    <div id="elsewhere">elsewhere</div>
    <x-host id="host" data-playhead="mask"></x-host>
    <div id="quiet" data-playhead="ignore"><input id="unheard"></div>`;
  const rules: RecorderPrivacy["rules"] = [
    { id: "never", selector: ".never", treatment: "mask" },
    { id: "gone", selector: ".gone", treatment: "block" },
    { id: "named", selector: "#named, .note", treatment: "allow" },
    { id: "elsewhere", selector: "#elsewhere", treatment: "mask", url: "/elsewhere/*" },
    { id: "no-selector-here", selector: "::nothing(", treatment: "mask" },
  ];

  async function texts(mode: RecorderPrivacy["mode"]) {
    const privacy = { ...newRecorderPrivacy(), mode, rules };
    const events = await record(PAGE, privacy, async (page) => {
      await page.evaluate(() => {
        document.getElementById("host")!.attachShadow({ mode: "open" }).innerHTML = "<i>in a shadow</i>";
        document.getElementById("masked")!.append("added to masked");
        document.getElementById("open")!.append("added to open");
        (document.querySelector(".gone") as HTMLElement).append("added to blocked");
      });
      await page.fill("#named", "typed named");
      await page.fill("#inside", "typed inside");
      await page.fill("#card", "typed card");
      await page.fill("#unheard", "typed unheard");
    });
    expect(fence(JSON.parse(JSON.stringify(events)) as RecordedEvent[], privacy).report.masked).toBe(0);
    const text = JSON.stringify(events);
    return [
      "plain",
      "masked ",
      "allowed within",
      "both",
      "blocked",
      "value inside",
      "value named",
      "note preset",
      "secret preset",
      "elsewhere",
      "in a shadow",
      "added to masked",
      "added to open",
      "added to blocked",
      "typed named",
      "typed inside",
      "typed card",
      "typed unheard",
    ].filter((word) => new RegExp(`"(?:textContent|value|text)":"${word}`).test(text));
  }

  test("inputs: what is hidden by rules is, values are open where a rule names the field", async () => {
    expect(await texts("inputs")).toEqual([
      "plain",
      "allowed within",
      "value named",
      "note preset",
      "elsewhere",
      "added to open",
      "typed named",
    ]);
  });

  test("explicit: only what is allowed can be read", async () => {
    expect(await texts("explicit")).toEqual([
      "allowed within",
      "value named",
      "note preset",
      "added to open",
      "typed named",
    ]);
  });

  test("content-free: nothing can be read, whatever rules say", async () => {
    expect(await texts("content_free")).toEqual([]);
  });

  test("a blocked part leaves a box of its size", async () => {
    const events = await record(
      PAGE.replace('class="gone"', 'class="gone" style="width:210px;height:70px"'),
      { ...newRecorderPrivacy(), rules },
      async () => {},
    );
    expect(JSON.stringify(events)).toContain('{"class":"gone","rr_width":"210px","rr_height":"70px"},"childNodes":[]');
  });
});
