import { expect, test } from "vitest";
import { EventType } from "../../../src/protocol/events.ts";
import { accepted, errorReply } from "./ingest.ts";
import { flush, LIST, watchMisbehaviour } from "./misbehaviour.ts";
import { useStage } from "./stage.ts";

const stage = useStage();
const { attributes, events, gaps, isUsable, keyframes, levels } = watchMisbehaviour(stage);

const MIB = 1_048_576;
/** Calm has to last ten seconds; the rest is for a busy machine. */
const RESYNC_MS = 40_000;

test("a page with tens of thousands of changes a second: the DOM is given up, and taken up again when it is calm", async () => {
  const { ingest, site } = stage;
  site.set("/", { body: LIST });
  const page = await stage.record();
  await page.evaluate(() => {
    const list = document.getElementById("list")!;
    let n = 0;
    // Another node each time, so that no node changes often.
    const storm = setInterval(() => {
      for (let i = 0; i < 200; i++) {
        const item = document.createElement("li");
        item.className = `made-${n++}`;
        item.textContent = `made ${n}`;
        list.replaceChild(item, list.children[n % 2_000]!);
      }
    }, 5);
    Object.assign(window, { calm: () => clearInterval(storm) });
  });
  await ingest.until(() => levels().length === 1, "the step down", RESYNC_MS);
  expect(levels()[0]).toMatchObject({ level: "dxa" });
  expect(["too_slow", "too_much"]).toContain(levels()[0]!.reason);
  await isUsable(page);
  const seen = events().length;
  const dom = events().filter(({ type }) => type !== EventType.Custom).length;
  await page.evaluate(() => window.playhead.flush());
  expect(
    events()
      .slice(seen)
      .filter(({ type }) => type !== EventType.Custom),
  ).toEqual([]);
  expect(events().filter(({ type }) => type !== EventType.Custom)).toHaveLength(dom);
  await page.evaluate(() => {
    (window as unknown as { calm(): void }).calm();
    document.getElementById("buy")!.title = "calm now";
  });
  await ingest.until(() => keyframes().length === 2, "the keyframe", RESYNC_MS);
  expect(levels()[1]).toEqual({ level: "playback", reason: "calm" });
  expect(JSON.stringify(keyframes()[1])).toContain("calm now");
  await page.evaluate(() => (document.getElementById("buy")!.title = "goes on"));
  await flush(page);
  expect(attributes().at(-1)!.attributes).toEqual({ title: "goes on" });
  expect(stage.errors).toEqual([]);
});

test("a page of 200,000 elements is never serialised, and is when it is smaller", async () => {
  const { ingest, site } = stage;
  const body = `<button id="buy">Buy</button><div id="large"></div><script>
    document.getElementById("large").innerHTML = "<i></i>".repeat(200000);</script>`;
  site.set("/", { body });
  const page = await stage.record();
  await ingest.until(() => levels().length === 1, "the step down");
  expect(levels()).toEqual([{ level: "dxa", reason: "page_too_large" }]);
  await isUsable(page);
  expect(keyframes()).toEqual([]);
  await page.evaluate(() => document.getElementById("large")!.remove());
  await ingest.until(() => keyframes().length === 1, "the keyframe", RESYNC_MS);
  expect(levels()[1]).toEqual({ level: "playback", reason: "calm" });
});

test("at rest a page that is too large costs nothing: no timer runs, and one observer waits for a change", async () => {
  const { ingest, site } = stage;
  await stage.context.addInitScript(() => {
    const timers = new Set<number>();
    const observers = new Set<MutationObserver>();
    const { setTimeout: set, clearTimeout: clear } = window;
    Object.assign(window, {
      running: () => [timers.size, observers.size],
      setTimeout(run: () => void, ms: number) {
        const id: number = set(() => (timers.delete(id), run()), ms);
        timers.add(id);
        return id;
      },
      clearTimeout(id: number) {
        timers.delete(id);
        clear(id);
      },
    });
    const { observe, disconnect } = MutationObserver.prototype;
    MutationObserver.prototype.observe = function (...args) {
      // The title has one of its own.
      if (args[0] === document) observers.add(this);
      observe.apply(this, args);
    };
    MutationObserver.prototype.disconnect = function () {
      observers.delete(this);
      disconnect.call(this);
    };
  });
  site.set("/", { body: `<button id="buy">Buy</button><div>${"<i></i>".repeat(60_000)}</div>` });
  const page = await stage.record();
  await ingest.until(() => levels().length === 1, "the step down");
  const running = () => page.evaluate(() => (window as unknown as { running(): number[] }).running().join());
  const wait = { timeout: RESYNC_MS };
  await expect.poll(running, wait).toBe("0,1");
  await page.evaluate(() => (document.getElementById("buy")!.title = "moved"));
  await expect.poll(running, wait).toBe("1,1");
  await page.evaluate(() => document.querySelector("div")!.remove());
  await ingest.until(() => keyframes().length === 1, "the keyframe", RESYNC_MS);
  await expect.poll(running, wait).toMatch(/^0,/);
});

test("what the server does not take makes the recorder step down before anything is lost", async () => {
  const { ingest, site } = stage;
  site.set("/", { body: `<button id="buy">Buy</button><pre>${"text ".repeat(1.4 * MIB)}</pre>` });
  let refuse = true;
  ingest.onBatch = () => (refuse ? errorReply(503, "overloaded", { "retry-after": "1" }) : accepted);
  const page = await stage.open();
  await ingest.until(() => ingest.uploads.length > 0, "a batch");
  for (let n = 0; n < 6; n++) await page.evaluate(() => document.querySelector("pre")!.append("more ".repeat(209_715)));
  await page.evaluate(() => (window.playhead.track("while it waits"), document.querySelector("pre")!.remove()));
  refuse = false;
  await ingest.until(() => levels().length === 2, "both levels", RESYNC_MS);
  expect(levels()).toEqual([
    { level: "dxa", reason: "queue_full" },
    { level: "playback", reason: "calm" },
  ]);
  expect(stage.ingest.payloads("playhead.track")).toEqual([{ name: "while it waits" }]);
  expect(gaps()).toEqual([]);
});
