import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { EventType, type RecordedEvent } from "../../src/protocol/events.ts";
import { launchChromium } from "./chromium.ts";
import { accepted, yes } from "./recorder/ingest.ts";
import { openSite, type Site } from "./recorder/site.ts";
import { useStage } from "./recorder/stage.ts";
import { coloursOf, difference, startReplays, type Replays } from "./replays.ts";

const stage = useStage();
let browser: Browser;
let replays: Replays;
let inner: Site;
let innermost: Site;

beforeAll(async () => {
  browser = await launchChromium();
  replays = await startReplays(browser);
});
afterAll(async () => {
  await replays.stop();
  await browser.close();
});
beforeEach(async () => {
  inner = await openSite(stage.ingest.origin, "inner.localhost");
  innermost = await openSite(stage.ingest.origin, "innermost.localhost");
});
afterEach(async () => {
  await inner.close();
  await innermost.close();
});

/** Who takes in whom: each page by its origin. */
function allow(lists: Record<string, { children?: string[]; parents?: string[] }>): void {
  stage.ingest.onStart = ({ url }) => {
    const { children = [], parents = [] } = lists[new URL(url).origin] ?? {};
    return yes({ frames: { path: "", children, parents } });
  };
}

function allowBoth(): void {
  allow({ [stage.site.origin]: { children: [inner.origin] }, [inner.origin]: { parents: [stage.site.origin] } });
}

/** What is stored of the page around. */
function recorded(origin = stage.site.origin): RecordedEvent[] {
  const { starts, stored } = stage.ingest;
  const pages = new Set(starts.filter(({ url }) => url.startsWith(origin)).map(({ page }) => page));
  return stored.filter(({ page }) => pages.has(page)).flatMap(({ batch }) => batch.events);
}

async function holds(text: string, origin?: string): Promise<void> {
  await stage.ingest.until(() => JSON.stringify(recorded(origin)).includes(text), `“${text}” in the recording`);
}

function frameIn(page: Page) {
  return page.frameLocator("iframe[data-replay]").frameLocator("iframe").first();
}

const around = (path = "/", attributes = "") =>
  `<h1>Around</h1><div ${attributes}><iframe id="frame" src="${inner.origin}${path}" width="400" height="200"></iframe></div>`;

test("a page in a frame of a named origin is part of the recording around it, and goes on to be its own", async () => {
  allowBoth();
  stage.site.set("/", { body: around() });
  // Large enough to travel as a file of its own, where there is no page around.
  const css = `body { background: rgb(0, 120, 200) } ${".unused { color: red } ".repeat(100)}`;
  await stage.context.route("**/sheet.css", (route) => route.fulfill({ contentType: "text/css", body: css }));
  inner.set("/", {
    head: `<style>body { margin: 0 }</style><link rel="stylesheet" href="/sheet.css">`,
    body: `<p id="words">Inside</p><button onclick="words.textContent = 'Pressed'">Press</button>`,
  });
  const page = await stage.open();
  await holds("Inside");
  await page.frameLocator("#frame").getByRole("button").click();
  await holds("Pressed");
  await holds("Inside", inner.origin);
  const replay = await replays.open(recorded());
  expect(await frameIn(replay).locator("#words").textContent()).toBe("Pressed");
  const [colour] = await coloursOf(replay, page, ["#frame"], 150);
  expect(difference(colour!, [0, 120, 200])).toBeLessThan(12);
  expect(stage.errors).toEqual([]);
  expect(stage.console).toEqual([]);
});

test("frames in frames are in it too", async () => {
  allow({
    [stage.site.origin]: { children: [inner.origin] },
    [inner.origin]: { children: [innermost.origin], parents: [stage.site.origin] },
    [innermost.origin]: { parents: [inner.origin] },
  });
  stage.site.set("/", { body: around() });
  inner.set("/", { body: `<p>Middle</p><iframe src="${innermost.origin}/"></iframe>` });
  innermost.set("/", { body: `<p id="deep">Innermost</p>` });
  await stage.open();
  await holds("Innermost");
  const replay = await replays.open(recorded());
  expect(await frameIn(replay).frameLocator("iframe").locator("#deep").textContent()).toBe("Innermost");
});

test("so is a frame of another origin in a frame of the page's own origin, and after a new keyframe", async () => {
  allowBoth();
  stage.site.set("/", { body: `<h1>Around</h1><iframe id="own" src="/own" width="600" height="300"></iframe>` });
  stage.site.set("/own", { body: around() });
  inner.set("/", { body: `<p id="deep">Inside of both</p>` });
  const page = await stage.open();
  await holds("Inside of both");
  const nested = (replay: Page) => frameIn(replay).frameLocator("iframe").locator("#deep");
  expect(await nested(await replays.open(recorded())).textContent()).toBe("Inside of both");
  let asked = false;
  stage.ingest.onBatch = () => {
    const keyframe = !asked;
    asked = true;
    return { ...accepted, body: { ok: true, keyframe } };
  };
  const before = recorded().length;
  await page.evaluate(() => window.playhead.flush());
  await page.evaluate(() => window.playhead.track("asks"));
  await page.evaluate(() => window.playhead.flush());
  const anew = () => {
    const events = recorded().slice(before);
    const from = events.findIndex(({ type }) => type === EventType.FullSnapshot);
    return from < 0 ? [] : events.slice(Math.max(0, from - 1));
  };
  await stage.ingest.until(() => JSON.stringify(anew()).includes("Inside of both"), "the frame after the keyframe");
  expect(await nested(await replays.open(anew())).textContent()).toBe("Inside of both");
  expect(stage.errors).toEqual([]);
  expect(stage.console).toEqual([]);
});

test.each(["the page around", "the page in the frame"])(
  "nothing is handed over when %s does not name the other; a box says whose frame it is",
  async (who) => {
    allow({
      [stage.site.origin]: { children: who === "the page around" ? ["https://other.example"] : [inner.origin] },
      [inner.origin]: { parents: who === "the page around" ? [stage.site.origin] : ["https://other.example"] },
    });
    stage.site.set("/", { body: around() });
    inner.set("/", { body: "<p>Inside</p>" });
    const page = await stage.open();
    await holds("Inside", inner.origin);
    await page.evaluate(() => window.playhead.flush());
    expect(JSON.stringify(recorded())).not.toContain("Inside");
    const replay = await replays.open(recorded());
    const background = await replay
      .frameLocator("iframe[data-replay]")
      .locator("#frame")
      .evaluate((element) => (element as HTMLElement).style.backgroundImage);
    expect(decodeURIComponent(background)).toContain(`Frame of ${inner.origin}`);
  },
);

test("a frame that is still on its way when recording begins is a box with its origin as well", async () => {
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await stage.context.route(`${inner.origin}/late`, async (route) => {
    await arrived;
    await route.fulfill({ contentType: "text/html", body: "<p>Late</p>" });
  });
  stage.site.set("/", {
    body: `<script>addEventListener("DOMContentLoaded", () => {
      const frame = document.body.appendChild(document.createElement("iframe"));
      frame.id = "frame";
      frame.src = "${inner.origin}/late";
    })</script>`,
  });
  const page = await stage.context.newPage();
  await page.goto(stage.site.origin, { waitUntil: "commit" });
  await stage.ingest.until(() => recorded().some(({ type }) => type === EventType.FullSnapshot), "the keyframe");
  arrive();
  await page.frameLocator("#frame").getByText("Late").waitFor();
  await page.evaluate(() => window.playhead.flush());
  const replay = await replays.open(recorded());
  const background = await replay
    .frameLocator("iframe[data-replay]")
    .locator("#frame")
    .evaluate((element) => (element as HTMLElement).style.backgroundImage);
  expect(decodeURIComponent(background)).toContain(`Frame of ${inner.origin}`);
});

test("the frame shows what its present page says, and a box when that is not recorded", async () => {
  allowBoth();
  stage.site.set("/", { body: around("/one") });
  inner.set("/one", { body: "<p>First page</p>" });
  inner.set("/two", { body: "<p>Second page</p>" });
  inner.set("/plain", { body: "<p>Unseen</p>", tag: "" });
  const page = await stage.open();
  await holds("First page");
  const go = (path: string) =>
    page.evaluate((url) => void (document.querySelector("iframe")!.src = url), inner.origin + path);
  await go("/two");
  await holds("Second page");
  const second = await replays.open(recorded());
  expect(await frameIn(second).locator("p").textContent()).toBe("Second page");
  await go("/plain");
  await page.frameLocator("#frame").getByText("Unseen").waitFor();
  await page.evaluate(() => window.playhead.flush());
  const none = await replays.open(recorded());
  expect(await frameIn(none).locator("p").count()).toBe(0);
});

test("after another full snapshot of the page around the frame is there again", async () => {
  allowBoth();
  stage.site.set("/", { body: around() });
  inner.set("/", { body: `<p id="words">Inside</p>` });
  const page = await stage.open();
  await holds("Inside");
  const outer = stage.ingest.starts.find(({ url }) => url.startsWith(stage.site.origin))!.session;
  let asked = false;
  stage.ingest.onBatch = ({ session }) => {
    if (session !== outer || asked) return accepted;
    asked = true;
    return { status: 202, body: { ok: true, keyframe: true } };
  };
  await page.evaluate(() => window.playhead.track("more"));
  const keyframe = () => recorded().findLastIndex(({ type }) => type === EventType.FullSnapshot);
  const first = keyframe();
  await stage.ingest.until(
    () => keyframe() > first && JSON.stringify(recorded().slice(keyframe())).includes("Inside"),
    "the frame after the second keyframe",
  );
  const replay = await replays.open(recorded());
  expect(await frameIn(replay).locator("#words").textContent()).toBe("Inside");
});

test("a frame that brings more than the page around it does not make that take one full snapshot after the other", async () => {
  allowBoth();
  stage.site.set("/", { body: around() });
  inner.set("/", {
    head: `<style>${".unused { color: red } ".repeat(40_000)}</style>`,
    body: `<p id="words">Inside</p><ul style="height: 50px; overflow: auto"><li style="height: 500px">Long</li></ul>
      <script>document.querySelector("ul").scrollTop = 200</script>`,
  });
  const page = await stage.open();
  await holds("Inside");
  for (let turn = 0; turn < 3; turn++)
    await page.evaluate(() => new Promise<unknown>((resolve) => requestIdleCallback(resolve)));
  await page.evaluate(() => window.playhead.flush());
  expect(recorded().filter(({ type }) => type === EventType.FullSnapshot)).toHaveLength(1);
  const replay = await replays.open(recorded());
  expect(
    await frameIn(replay)
      .locator("ul")
      .evaluate((list) => list.scrollTop),
  ).toBe(200);
});

test("what holds for the frame holds for all that is in it", async () => {
  allowBoth();
  stage.site.set("/", { body: around("/", `data-playhead="mask"`) });
  inner.set("/", { body: `<p id="words">Secret</p><b>More secrets</b>` });
  await stage.open();
  await holds("••••••");
  expect(JSON.stringify(recorded())).not.toMatch(/secret/i);
  expect(JSON.stringify(recorded(inner.origin))).toContain("Secret");
});

test("a page that lies can draw in its own frame and nowhere else", async () => {
  allowBoth();
  stage.site.set("/", { body: around() });
  inner.set("/", {
    tag: `<script>
      addEventListener("message", ({ ports: [port] }) => {
        if (!port) return;
        const say = (event) => port.postMessage(JSON.stringify(event));
        const text = (value) => ({ source: 0, adds: [], removes: [{ parentId: 4, id: 5 }], attributes: [], texts: [{ id: 6, value }] });
        const html = { type: 2, id: 2, tagName: "html", attributes: {}, childNodes: [{ type: 3, id: 3, textContent: "Own words" }] };
        say({ type: 2, data: { node: { type: 0, id: 1, childNodes: [html] }, initialOffset: {} } });
        for (let id = 1; id < 60; id++) say({ type: 3, data: { ...text("Forged"), texts: [{ id, value: "Forged" }] } });
        say({ type: 5, data: { tag: "playhead.identify", payload: { user: "somebody else" } } });
        say({ type: 4, data: { href: "https://forged.example/", width: 1, height: 1 } });
        say({ type: 3, data: { source: 0 } });
        say({ type: 3, data: text("After what nobody says") });
      });
      parent.postMessage({ playhead: "knock" }, "${stage.site.origin}");
      setInterval(() => parent.postMessage({ playhead: "knock" }, "${stage.site.origin}"), 100000);
    </script>`,
  });
  const page = await stage.open();
  await page.frameLocator("#frame").locator("body").waitFor({ state: "attached" });
  // It may have spoken before anybody listened.
  await page.frames()[1]!.evaluate((origin) => {
    const knock = () => parent.postMessage({ playhead: "knock" }, origin);
    setInterval(knock, 300);
  }, stage.site.origin);
  await holds("Own words");
  await holds("Forged");
  await page.evaluate(() => window.playhead.flush());
  const events = recorded();
  expect(events.every(({ type, data }) => type !== 5 || (data as { tag: string }).tag !== "playhead.identify")).toBe(
    true,
  );
  expect(JSON.stringify(events)).not.toMatch(/somebody else|forged\.example|After what nobody says/);
  const replay = await replays.open(events);
  expect(await replay.frameLocator("iframe[data-replay]").locator("h1").textContent()).toBe("Around");
});
