import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { EventType, type RecordedEvent } from "../../../src/protocol/events.ts";
import { accepted, no, yes, type Upload } from "./ingest.ts";
import { KEY } from "./site.ts";
import { useStage } from "./stage.ts";

const stage = useStage();

const eventsOf = (uploads: Upload[]): RecordedEvent[] => uploads.flatMap(({ batch }) => batch.events);
const keyframes = (): number =>
  eventsOf(stage.ingest.stored).filter(({ type }) => type === EventType.FullSnapshot).length;
/** What rrweb says, and not we. */
const dom = (): RecordedEvent[] => eventsOf(stage.ingest.stored).filter(({ type }) => type !== EventType.Custom);
const loaded = (name: string): boolean => stage.ingest.requests.some((line) => line.startsWith(`GET /r/${name}-`));
const tracked = () => stage.ingest.payloads("playhead.track").map(({ name }) => name);
const text = () => JSON.stringify(eventsOf(stage.ingest.stored));

async function push(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => history.pushState(null, "", to), path);
}

function flush(page: Page): Promise<void> {
  return page.evaluate(() => window.playhead.flush());
}

test.each(["engagement", "dxa"] as const)("%s loads no capture chunk and sends nothing of the DOM", async (level) => {
  const { ingest } = stage;
  ingest.onStart = () => yes({ level });
  const page = await stage.open();
  await page.waitForFunction(() => window.playhead?.sessionId());
  await page.click("#buy");
  await page.evaluate(() => (window.playhead.track("bought"), window.playhead.flush()));
  expect(loaded("recorder")).toBe(true);
  expect(loaded("capture")).toBe(false);
  expect(dom()).toEqual([]);
  expect(eventsOf(ingest.stored)[0]).toMatchObject({ data: { tag: "playhead.page" } });
  expect(tracked()).toEqual(["bought"]);
  expect(stage.errors).toEqual([]);
});

test("both chunks are fetched at once, and the signals when those are there", async () => {
  await stage.record();
  const gets = () =>
    stage.ingest.requests.filter((line) => line.startsWith("GET /r/")).map((line) => line.replace(/-.*/, ""));
  await stage.ingest.until(() => gets().length >= 3, "three chunks");
  expect(gets().slice(0, 2).toSorted()).toEqual(["GET /r/capture", "GET /r/recorder"]);
  expect(gets().slice(2)).toEqual(["GET /r/signals"]);
});

test("pages at engagement do not load the signals that they do not send", async () => {
  stage.ingest.onStart = () => yes({ level: "engagement" });
  const page = await stage.record();
  await flush(page);
  expect(stage.ingest.requests.filter((line) => line.startsWith("GET /r/signals"))).toEqual([]);
});

test("start() records the page from where it is, with a keyframe and under the same page id", async () => {
  const { ingest } = stage;
  ingest.onStart = ({ manual }) => (manual ? yes() : yes({ level: "dxa", reason: "not_started" }));
  const page = await stage.open();
  await page.waitForFunction(() => window.playhead?.sessionId());
  await flush(page);
  expect(dom()).toEqual([]);
  await page.evaluate(() => window.playhead.start());
  await ingest.until(() => keyframes() === 1, "the keyframe");
  expect(ingest.starts.map(({ manual }) => manual)).toEqual([undefined, true]);
  expect(ingest.starts[1]).toMatchObject({ session: ingest.starts[0]!.session, page: ingest.starts[0]!.page });
  expect(new Set(ingest.stored.map((upload) => upload.page)).size).toBe(1);
  expect(ingest.payloads("playhead.page")).toHaveLength(1);
  expect(ingest.payloads("playhead.level")).toEqual([{ level: "playback", reason: "recorded" }]);
});

test("the server can lower a running page: the DOM is no longer captured, the rest goes on", async () => {
  const { ingest } = stage;
  const page = await stage.record();
  ingest.onStart = () => yes({ level: "dxa", reason: "byte_budget_reached" });
  ingest.onBatch = (_, nth) => ({ status: 202, body: { ok: true, ...(nth === 2 && { ask: true }) } });
  await page.evaluate(() => (window.playhead.track("asks"), window.playhead.flush()));
  await ingest.until(() => ingest.starts.length === 2, "the question");
  await flush(page);
  await ingest.until(() => ingest.payloads("playhead.level").length === 1, "the level");
  const { length } = dom();
  await page.evaluate(async () => {
    document.body.append("changed");
    window.playhead.track("goes on");
    await window.playhead.flush();
  });
  expect(dom()).toHaveLength(length);
  expect(text()).not.toContain("changed");
  expect(tracked()).toEqual(["asks", "goes on"]);
  expect(ingest.payloads("playhead.level")).toEqual([{ level: "dxa", reason: "byte_budget_reached" }]);
  expect(ingest.starts[1]!.session).toBe(ingest.starts[0]!.session);
});

test("a watched address: what happens is held, and delivered on yes", async () => {
  const { ingest } = stage;
  ingest.onStart = (_, nth) => ({ ...yes({ watch: { url: true } }), delay: nth === 1 ? 0 : 700 });
  const page = await stage.record();
  await flush(page);
  const { length } = ingest.stored;
  await push(page, "/allowed?secret=1");
  await page.evaluate(() => {
    document.body.append("after the move");
    window.playhead.track("held");
  });
  await ingest.until(() => ingest.starts.length === 2, "the question");
  expect(ingest.starts[1]!.url).toBe(`${stage.site.origin}/allowed`);
  // Longer than the interval between batches, shorter than the answer.
  await page.waitForTimeout(450);
  expect(ingest.stored).toHaveLength(length);
  await flush(page);
  expect(tracked()).toEqual(["held"]);
  expect(text()).toContain("after the move");
  expect(keyframes()).toBe(1);
});

test("a watched address: what happens is held, and discarded on no; a yes later records again", async () => {
  const { ingest } = stage;
  ingest.onStart = ({ url }, nth) => ({
    ...(url.includes("/private") ? no("excluded_segment", { watch: { url: true } }) : yes({ watch: { url: true } })),
    delay: nth === 1 ? 0 : 300,
  });
  const page = await stage.record();
  await push(page, "/private");
  await page.evaluate(() => {
    document.body.append("canary");
    window.playhead.track("canary");
  });
  await page.waitForFunction(() => window.playhead.sessionId() === null);
  expect(await page.evaluate(() => window.playhead.flush().catch(String))).toContain("excluded_segment");
  await page.evaluate(() => window.playhead.track("canary 2"));
  await page.evaluate(() => document.body.lastChild!.remove());
  await push(page, "/public");
  await page.waitForFunction(() => window.playhead.sessionId());
  await page.evaluate(() => (window.playhead.track("public"), window.playhead.flush()));
  await ingest.until(() => keyframes() === 2, "a keyframe of the new page");
  expect(tracked()).toEqual(["public"]);
  expect(text()).not.toMatch(/canary|private/);
  expect(new Set(ingest.starts.map(({ session }) => session)).size).toBe(1);
  expect(new Set(ingest.stored.map((upload) => upload.page)).size).toBe(2);
});

test("what is held when the page goes is dropped", async () => {
  const { ingest } = stage;
  ingest.onStart = (_, nth) => ({ ...yes({ watch: { url: true } }), delay: nth === 1 ? 0 : 5_000 });
  const page = await stage.record();
  await flush(page);
  await push(page, "/next");
  await page.evaluate(() => window.playhead.track("canary"));
  await ingest.until(() => ingest.starts.length === 2, "the question");
  await page.goto("about:blank");
  await page.waitForTimeout(500);
  expect(tracked()).toEqual([]);
});

test("watched events are asked about once per name, on every page of the visit", async () => {
  const { ingest } = stage;
  ingest.onStart = ({ events }) => (events?.includes("basket") ? yes() : no("no_segment", { watch: { events: true } }));
  const page = await stage.open();
  await ingest.until(() => loaded("recorder"), "the recorder");
  await page.evaluate(() => {
    for (const name of ["look", "look", "look"]) window.playhead.track(name);
  });
  await ingest.until(() => ingest.starts.length === 2, "the question");
  await page.evaluate(() => window.playhead.track("look"));
  await page.goto(`${stage.site.origin}/next`);
  await ingest.until(() => ingest.starts.length === 3, "the question of the next page");
  expect(ingest.starts.map(({ events }) => events)).toEqual([undefined, ["look"], ["look"]]);
  await page.waitForFunction(() => window.playhead);
  await page.evaluate(() => window.playhead.track("basket"));
  await page.waitForFunction(() => window.playhead.sessionId());
  await flush(page);
  expect(ingest.starts.at(-1)!.events).toEqual(["look", "basket"]);
  expect(ingest.payloads("playhead.page")).toHaveLength(1);
});

test("memory is sent when the answer becomes yes: from before the trigger, the page first", async () => {
  const { ingest } = stage;
  ingest.onStart = ({ lasted }) =>
    lasted! >= 1_500
      ? yes({ startedAt: Date.now() - 1_500 })
      : no("too_short", { watch: { after: 1_500 - lasted!, buffer: true } });
  const page = await stage.open();
  await ingest.until(() => loaded("capture"), "the capture chunk");
  await page.waitForTimeout(300);
  await page.evaluate(() => {
    document.body.append("before the yes");
    window.playhead.track("early");
  });
  expect(ingest.uploads).toEqual([]);
  await page.waitForFunction(() => window.playhead.sessionId());
  await page.evaluate(() => (window.playhead.track("late"), window.playhead.flush()));
  expect(ingest.starts).toHaveLength(2);
  expect(ingest.starts[1]!.buffered).toBeGreaterThan(500);
  expect(tracked()).toEqual(["early", "late"]);
  const events = eventsOf(ingest.stored);
  expect(events[0]).toMatchObject({ data: { tag: "playhead.page" } });
  expect(keyframes()).toBe(1);
  expect(text()).toContain("before the yes");
  // What the browser says of a request comes after it has ended.
  const told = events.filter(({ data }) => (data as { tag?: string }).tag !== "playhead.request");
  const times = told.map(({ timestamp }) => timestamp);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test("a visit shorter than the least duration sends nothing", async () => {
  const { ingest } = stage;
  ingest.onStart = () => no("too_short", { watch: { after: 60_000, buffer: true } });
  const page = await stage.open();
  await ingest.until(() => loaded("capture"), "the capture chunk");
  await page.click("#buy");
  await page.close();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(ingest.requests.filter((line) => line.includes("/batches"))).toEqual([]);
});

test("identify asks again, and an off answer stops", async () => {
  const { ingest } = stage;
  ingest.onStart = ({ user }) => (user === "staff" ? no("excluded_segment") : yes({ watch: { user: true } }));
  const page = await stage.record();
  await page.evaluate(() => {
    window.playhead.identify("staff", { team: 7, admin: true, nothing: null }, "5157");
    window.playhead.track("canary");
  });
  await page.waitForFunction(() => window.playhead.sessionId() === null);
  expect(ingest.starts[1]).toMatchObject({
    user: "staff",
    attributes: { team: "7", admin: "true" },
    signature: "5157",
    session: ingest.starts[0]!.session,
  });
  const { length } = ingest.requests;
  await page.click("#buy");
  await page.close();
  expect(ingest.requests).toHaveLength(length);
  expect(text()).not.toMatch(/canary|staff/);
});

test("an id that the page shows is told before anything is sent", async () => {
  const { ingest, site } = stage;
  site.set("/", { head: `<script>window.app = { user: { id: "u-1" } }</script>` });
  const identity = { source: "variable", name: "app.user.id" } as const;
  ingest.onStart = ({ user }, nth) => ({
    ...(user === "u-2" ? no("excluded_segment") : yes({ identity })),
    delay: nth * 100,
  });
  const page = await stage.record();
  expect(ingest.starts.map(({ user }) => user)).toEqual([undefined, "u-1"]);
  await flush(page);
  expect(ingest.uploads[0]!.at).toBeGreaterThan(ingest.starts[1]!.at + 150);
  expect(ingest.payloads("playhead.identify")).toEqual([{ user: "u-1" }]);
  await page.evaluate(() => {
    (window as unknown as { app: object }).app = { user: { id: "u-2" } };
    history.pushState(null, "", "/account");
  });
  await page.waitForFunction(() => window.playhead.sessionId() === null);
  expect(text()).not.toContain("u-2");
});

test("a browser that lacks what playback needs is recorded at dxa", async () => {
  const { ingest, site } = stage;
  site.set("/", { head: `<script>delete window.ShadowRoot</script>` });
  ingest.onStart = ({ unsupported }) => (unsupported ? yes({ level: "dxa", reason: "unsupported_browser" }) : yes());
  const page = await stage.record();
  await flush(page);
  expect(ingest.starts.at(-1)!.unsupported).toBe(true);
  expect(dom()).toEqual([]);
  expect(ingest.payloads("playhead.page")).toHaveLength(1);
});

test("a capture chunk that fails lowers the page to dxa, and says so", async () => {
  const { ingest, context } = stage;
  await context.route(/\/r\/capture-/, (route) => route.fulfill({ status: 404, body: "" }));
  ingest.onStart = ({ unsupported }) => (unsupported ? yes({ level: "dxa", reason: "unsupported_browser" }) : yes());
  const page = await stage.record();
  await ingest.until(() => ingest.starts.length === 2, "the question");
  await flush(page);
  expect(ingest.starts[1]!.unsupported).toBe(true);
  expect(ingest.payloads("playhead.level")).toEqual([{ level: "dxa", reason: "capture_failed" }]);
  expect(dom()).toEqual([]);
  expect(stage.errors).toEqual([]);
});

test("?playhead-debug says why, in one line per decision", async () => {
  const { ingest } = stage;
  ingest.onStart = () => no("excluded_ip");
  const off = await stage.open("/?playhead-debug");
  await off.evaluate(() => window.playhead.flush().catch(String));
  expect(stage.console).toEqual(["info: playhead: off, excluded_ip"]);
  ingest.onStart = () => yes();
  await stage.record("/?a=1&playhead-debug");
  expect(stage.console[1]).toBe(`info: playhead: playback, recorded, session ${ingest.starts[1]!.session}`);
  expect(stage.console).toHaveLength(2);
});

test("a no in one tab stops the others within a second, and a yes starts those that were never recorded", async () => {
  const { ingest, site } = stage;
  const recorded = await stage.record("/one");
  await flush(recorded);
  const other = await stage.open("/two");
  await other.waitForFunction(() => window.playhead?.sessionId());
  const say = (allowed: boolean) =>
    other.evaluate(
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
      ([name, on]) => new BroadcastChannel(name as string).postMessage({ allowed: on }),
      [`playhead.${KEY.slice(-8)}.consent`, allowed],
    );
  ingest.onBatch = () => ({ ...accepted, delay: 1_000 });
  await recorded.evaluate(() => window.playhead.track("canary"));
  const asked = Date.now();
  await say(false);
  await recorded.waitForFunction(() => window.playhead.sessionId() === null);
  expect(Date.now() - asked).toBeLessThan(1_000);
  await recorded.click("#buy");
  await recorded.close();
  expect(tracked()).toEqual([]);
  expect(site.origin).toContain("localhost");

  ingest.onBatch = () => accepted;
  ingest.onStart = () => no("consent_missing");
  const silent = await stage.open("/three");
  await silent.evaluate(() => window.playhead.flush().catch(String));
  ingest.onStart = () => yes();
  await say(true);
  await silent.waitForFunction(() => window.playhead.sessionId());
});
