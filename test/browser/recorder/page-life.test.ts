import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { EventType, IncrementalSource, MouseInteraction } from "../../../src/protocol/events.ts";
import { accepted, yes } from "./ingest.ts";
import { useStage } from "./stage.ts";

const stage = useStage();

function clicks(): number {
  return stage.ingest.stored
    .flatMap(({ batch }) => batch.events)
    .filter(({ type, data }) => {
      const { source, type: what } = data as { source?: number; type?: number };
      return (
        type === EventType.IncrementalSnapshot &&
        source === IncrementalSource.MouseInteraction &&
        what === MouseInteraction.Click
      );
    }).length;
}

/** So slow an interval that only a tail can bring what comes after the first batch. */
function onlyTails(): void {
  stage.ingest.onStart = () => yes({ interval: 600_000 });
}

/** Time in the visitor's browser, moved by hand. */
async function moveClock(page: Page, ms: number): Promise<void> {
  await page.evaluate((by) => {
    const clock = window as unknown as { moved?: number };
    clock.moved = (clock.moved ?? 0) + by;
  }, ms);
}

const MOVABLE_CLOCK = `<script>{ const now = Date.now; Date.now = () => now() + (window.moved || 0); }</script>`;

test("the page closes right after a click, and the click arrives", async () => {
  onlyTails();
  const page = await stage.record();
  await page.click("#buy");
  await page.close();
  await stage.ingest.until(() => clicks() === 1, "the click");
  expect(stage.ingest.starts).toHaveLength(1);
});

test("the page is left right after a click, and the click arrives", async () => {
  onlyTails();
  const page = await stage.record();
  await page.click("#next");
  await page.waitForURL(/next/);
  await stage.ingest.until(() => clicks() === 1 && stage.ingest.starts.length === 2, "the click and the next page");
  const [first, second] = stage.ingest.starts;
  expect(second!.session).toBe(first!.session);
  expect(second!.page).not.toBe(first!.page);
  expect(second!.url).toBe(`${stage.site.origin}/next`);
  await stage.ingest.until(() => stage.ingest.payloads("playhead.page").length === 2, "the second page");
  expect(stage.ingest.payloads("playhead.page")[1]!.referrer).toBe(`${stage.site.origin}/`);
});

test("what is in flight when the page goes arrives, once", async () => {
  onlyTails();
  const { ingest } = stage;
  const page = await stage.record();
  ingest.onBatch = (_, nth) => ({ ...accepted, delay: nth === 2 ? 1_000 : 0 });
  await page.evaluate(() => {
    window.playhead.track("in flight");
    void window.playhead.flush();
  });
  await ingest.until(() => ingest.uploads.length === 2, "the request");
  await page.close();
  const copies = () => ingest.uploads.filter(({ seq }) => seq === 1);
  await ingest.until(() => copies().length === 2, "its copy");
  const [first, copy] = copies();
  expect(copy!.body.equals(first!.body)).toBe(true);
});

test("a tail that does not fit is sent oldest first, as far as it fits", async () => {
  onlyTails();
  const { ingest } = stage;
  const page = await stage.record();
  await page.evaluate(() => {
    // Four batches of about 28 KiB each as a tail compresses them (no code of their own), of which two fit into 60 KiB.
    const noise = () => Array.from({ length: 20_000 }, () => Math.floor(Math.random() * 64).toString(36)).join("");
    for (let i = 0; i < 4; i++) {
      window.playhead.track(`part ${i}`, { noise: noise() });
      // A flush closes the batch; the page goes before the second one could be sent.
      void window.playhead.flush().catch(() => {});
    }
    window.dispatchEvent(new Event("pagehide"));
  });
  await page.close();
  await ingest.until(() => ingest.payloads("playhead.track").length >= 2, "what fits");
  const names = ingest.payloads("playhead.track").map(({ name }) => name);
  expect(names.slice(0, 2)).toEqual(["part 0", "part 1"]);
});

test("hidden and shown again is the same page", async () => {
  onlyTails();
  const { ingest } = stage;
  const page = await stage.record();
  await page.evaluate(async () => {
    const state = { value: "hidden" };
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state.value });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    state.value = "visible";
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    await window.playhead.flush();
  });
  expect(ingest.payloads("playhead.visibility").map(({ visible }) => visible)).toEqual([false, true]);
  expect(new Set(ingest.stored.map((upload) => upload.page)).size).toBe(1);
  expect(ingest.starts).toHaveLength(1);
});

test("two tabs share the session and have pages of their own", async () => {
  const { ingest } = stage;
  const first = await stage.record("/one");
  await stage.record("/two");
  const popup = stage.context.waitForEvent("page");
  await first.evaluate(() => void window.open("/three"));
  await (await popup).waitForFunction(() => window.playhead?.sessionId());
  await ingest.until(() => ingest.payloads("playhead.page").length === 3, "three pages");
  expect(new Set(ingest.starts.map(({ session }) => session)).size).toBe(1);
  expect(new Set(ingest.starts.map(({ visitor }) => visitor)).size).toBe(1);
  expect(new Set(ingest.starts.map((start) => start.page)).size).toBe(3);
  const tabs = ingest.payloads("playhead.page").map(({ tab }) => tab);
  expect(tabs[0]).not.toBe(tabs[1]);
});

test("back from the back/forward cache is a new page with a snapshot of its own", async () => {
  const { ingest } = stage;
  const page = await stage.record("/first");
  await page.evaluate(() => Object.assign(window, { kept: true }));
  await page.goto(`${stage.site.origin}/second`);
  // Out of that cache, a page does not load again.
  await page.goBack({ waitUntil: "commit" });
  expect(await page.evaluate(() => (window as { kept?: boolean }).kept)).toBe(true);
  await page.click("#buy");
  await page.evaluate(() => window.playhead.flush());
  const back = ingest.stored.at(-1)!.page;
  expect(ingest.starts.map((start) => start.page)).not.toContain(back);
  const events = ingest.stored.filter((upload) => upload.page === back).flatMap(({ batch }) => batch.events);
  expect(events[0]).toMatchObject({ type: EventType.Custom, data: { tag: "playhead.page" } });
  expect(events.some(({ type }) => type === EventType.FullSnapshot)).toBe(true);
  expect(ingest.stored.filter((upload) => upload.page === back).map(({ seq }) => seq)[0]).toBe(0);
  expect(clicks()).toBe(1);
});

/** What the page has told by itself has arrived: nothing is left to be sent later. */
async function allTold(page: Page): Promise<void> {
  const vitals = async () => {
    await page.evaluate(() => window.playhead.flush());
    return stage.ingest.payloads("playhead.vital").length;
  };
  await expect.poll(vitals, { timeout: 10_000 }).toBeGreaterThan(1);
}

test("after 30 idle minutes nothing is sent; the next activity begins another session", async () => {
  const { ingest, site } = stage;
  site.set("/", { head: MOVABLE_CLOCK });
  const page = await stage.record();
  await allTold(page);
  await moveClock(page, 31 * 60_000);
  const { length } = ingest.uploads;
  await page.evaluate(async () => {
    document.body.append("changed while nobody looks");
    await new Promise((resolve) => setTimeout(resolve, 600));
  });
  expect(ingest.uploads).toHaveLength(length);
  expect(await page.evaluate(() => window.playhead.sessionId())).toBeNull();
  await page.click("#buy");
  await page.evaluate(() => window.playhead.track("back"));
  await page.evaluate(() => window.playhead.flush());
  expect(ingest.starts).toHaveLength(2);
  expect(ingest.starts[1]!.session).not.toBe(ingest.starts[0]!.session);
  expect(ingest.starts[1]!.page).not.toBe(ingest.starts[0]!.page);
  expect(ingest.stored.at(-1)!.session).toBe(ingest.starts[1]!.session);
  const next = () => ingest.stored.filter(({ session }) => session === ingest.starts[1]!.session);
  expect(next()[0]!.seq).toBe(0);
  // The picture of the new session may go with its next batch.
  const kinds = async () => {
    await page.evaluate(() => window.playhead.flush());
    return next().flatMap(({ batch }) => batch.events.map(({ type }) => type));
  };
  await expect.poll(kinds).toContain(EventType.FullSnapshot);
  expect(ingest.payloads("playhead.track")).toEqual([{ name: "back" }]);
  expect(ingest.payloads("playhead.page")).toHaveLength(2);
});

test("activity in another tab keeps the session of this one", async () => {
  const { ingest, site } = stage;
  site.set("/", { head: MOVABLE_CLOCK });
  const page = await stage.record();
  const other = await stage.record();
  for (let i = 0; i < 2; i++) {
    await moveClock(page, 20 * 60_000);
    await moveClock(other, 20 * 60_000);
    await other.click("#buy");
  }
  await page.evaluate(() => window.playhead.track("still here"));
  await page.evaluate(() => window.playhead.flush());
  await page.click("#buy");
  await page.evaluate(() => window.playhead.flush());
  expect(ingest.payloads("playhead.track")).toEqual([{ name: "still here" }]);
  expect(new Set(ingest.starts.map(({ session }) => session)).size).toBe(1);
});

test("a visit of 24 hours ends, however busy", async () => {
  const { ingest, site } = stage;
  site.set("/", { head: MOVABLE_CLOCK });
  const page = await stage.record();
  await allTold(page);
  await moveClock(page, 24 * 3_600_000);
  await page.click("#buy");
  await page.evaluate(() => window.playhead.flush());
  expect(ingest.starts).toHaveLength(2);
  expect(ingest.starts[1]!.session).not.toBe(ingest.starts[0]!.session);
});

test("a frame of the page's own origin with the tag in it is in the page's picture, and makes none of its own", async () => {
  stage.site.set("/around", { body: `<iframe src="/inside"></iframe>` });
  stage.site.set("/inside", { body: `<p id="words">inside</p>` });
  const page = await stage.record("/around");
  await stage.ingest.until(() => stage.ingest.payloads("playhead.page").length === 2, "both documents");
  await page.frames()[1]!.evaluate(() => (document.querySelector("#words")!.textContent = "changed"));
  await stage.ingest.until(
    () => JSON.stringify(stage.ingest.stored.map(({ batch }) => batch)).includes("changed"),
    "the change",
  );
  const around = new Set([stage.ingest.starts.find(({ url }) => url.endsWith("/around"))!.page]);
  const pictures = stage.ingest.stored.filter(({ batch }) =>
    batch.events.some(({ type }) => type === EventType.FullSnapshot),
  );
  expect(new Set(pictures.map(({ page: id }) => id))).toEqual(around);
  const changes = stage.ingest.stored.filter(({ batch }) => JSON.stringify(batch).includes("changed"));
  expect(new Set(changes.map(({ page: id }) => id))).toEqual(around);
});
