import { expect, test } from "vitest";
import { RECORDER } from "../../../src/protocol/limits.ts";
import { flush, watchMisbehaviour } from "./misbehaviour.ts";
import { useStage } from "./stage.ts";

const stage = useStage();
const { attributes, events, gaps, isUsable, levels } = watchMisbehaviour(stage);

const MIB = 1_048_576;

test("moving what is there often does not make a page too large", async () => {
  const { site } = stage;
  site.set("/", { body: `<button id="buy">Buy</button><ul>${`<li>${"<i></i>".repeat(300)}</li>`.repeat(20)}</ul>` });
  const page = await stage.record();
  await page.evaluate(() => {
    const list = document.querySelector("ul")!;
    for (let n = 0; n < 400; n++) list.append(list.firstElementChild!);
    list.lastElementChild!.setAttribute("title", "last");
  });
  await flush(page);
  expect(levels()).toEqual([]);
  expect(JSON.stringify(events())).toContain('"title":"last"');
});

test("200,000 elements that come into a page are not serialised, either; shadow roots and frames count", async () => {
  const { ingest } = stage;
  const page = await stage.record();
  await page.evaluate(() => {
    const large = document.createElement("div");
    large.innerHTML = "<i></i>".repeat(200_000);
    document.body.append(large);
  });
  await ingest.until(() => levels().length === 1, "the step down");
  expect(levels()).toEqual([{ level: "dxa", reason: "page_too_large" }]);
  expect(JSON.stringify(events()).length).toBeLessThan(100_000);
  await isUsable(page);

  stage.site.set("/deep", {
    body: `<button id="buy">Buy</button><div id="host"></div><iframe></iframe><script>
    document.getElementById("host").attachShadow({ mode: "open" }).innerHTML = "<i></i>".repeat(30000);
    document.querySelector("iframe").contentDocument.body.innerHTML = "<i></i>".repeat(30000);</script>`,
  });
  await stage.open("/deep");
  await ingest.until(() => levels().length === 2, "the step down of the other page");
  expect(levels()[1]).toEqual({ level: "dxa", reason: "page_too_large" });
});

test("data: addresses of 5 MB are left out whole, pictures keep their size, and the recording says how many there were", async () => {
  const { ingest, site } = stage;
  const body = `<button id="buy">Buy</button><img id="first"><img id="second"><p id="styled">Text</p><script>
    const picture = (size) => "data:image/svg+xml," + encodeURIComponent("<svg xmlns='http://www.w3.org/2000/svg' width='" + size + "' height='" + size + "'/>") + "<!--" + "x".repeat(5242880) + "-->";
    const { first, second, styled } = window;
    first.src = picture(40);
    styled.style.background = 'url("data:image/png;base64,' + "A".repeat(5242880) + '") no-repeat';
    window.later = () => { second.src = picture(60); return second.decode(); };</script>`;
  site.set("/", { body });
  const page = await stage.record();
  await page.evaluate(() => (window as unknown as { later(): Promise<void> }).later());
  await ingest.until(() => gaps().reduce((sum, { events: count }) => sum + count!, 0) === 3, "what was left out");
  await isUsable(page);
  expect(levels()).toEqual([]);
  expect(gaps().every(({ reason }) => reason === "data_url")).toBe(true);
  expect(gaps().reduce((sum, { bytes }) => sum + bytes!, 0)).toBeGreaterThan(15 * MIB);
  const text = JSON.stringify(events());
  expect(text.length).toBeLessThan(100_000);
  expect(text).toMatch(/width='40' height='40'/);
  expect(text).toContain("no-repeat");
  expect(text).not.toMatch(/x{100}|A{100}/);
});

test("a node that changes 60 times a second is followed ten times a second, and stands as it is in the end", async () => {
  const { ingest } = stage;
  const page = await stage.record();
  const ticks = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const buy = document.getElementById("buy")!;
        const text = buy.firstChild as Text;
        let n = 0;
        const tick = setInterval(() => {
          n++;
          buy.style.transform = `translateX(${n}px)`;
          text.data = `Buy ${n}`;
          if (n < 500) return;
          clearInterval(tick);
          resolve(n);
        }, 16);
      }),
  );
  await ingest.until(() => gaps().length === 1, "what was left out");
  await flush(page);
  const moves = attributes().map((change) => JSON.stringify(change));
  expect(moves.at(-1)).toContain(`translateX(${ticks}px)`);
  expect(JSON.stringify(events())).toContain(`"Buy ${ticks}"`);
  expect(moves.length).toBeGreaterThanOrEqual(RECORDER.nodeBurst);
  const seconds = (events().at(-1)!.timestamp - events()[0]!.timestamp) / 1_000;
  expect(moves.length).toBeLessThanOrEqual(RECORDER.nodeBurst + Math.ceil(seconds * RECORDER.nodePerSecond));
  expect(gaps()).toMatchObject([{ reason: "rate_limited", bytes: 0 }]);
  expect(gaps()[0]!.events).toBeGreaterThan(100);
  expect(levels()).toEqual([]);
});

test("thousands of changes of one node in one go are one change, the last; nodes that are gone make none", async () => {
  const { ingest } = stage;
  const page = await stage.record();
  await page.evaluate(() => {
    const [buy, next] = [document.getElementById("buy")!, document.getElementById("next")!];
    for (let n = 0; n <= 5_000; n++) {
      buy.setAttribute("style", `--gone-${n}: 1; color: red; width: ${n}px`);
      buy.dataset["n"] = String(n);
      next.title = `title ${n}`;
    }
    buy.removeAttribute("data-n");
    next.remove();
  });
  await ingest.until(() => gaps().length === 1, "what was left out");
  await flush(page);
  expect(attributes()).toMatchObject([
    { attributes: { style: "--gone-5000: 1; color: red; width: 5000px", "data-n": null } },
  ]);
});

test("a carousel is recorded in full", async () => {
  const { site } = stage;
  site.set("/", { body: `<button id="buy">Buy</button><div id="track">${"<p>Slide</p>".repeat(6)}</div>` });
  const page = await stage.record();
  await page.evaluate(async () => {
    const track = document.getElementById("track")!;
    for (let n = 1; n <= 20; n++) {
      track.style.transform = `translateX(-${n * 100}px)`;
      for (const slide of track.children) slide.classList.toggle("active");
      track.append(track.firstElementChild!);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });
  await flush(page);
  const transforms = attributes().filter(({ attributes: changed }) => "style" in changed);
  expect(transforms).toHaveLength(20);
  expect([...gaps(), ...levels()]).toEqual([]);
});

test("a site that floods us with its own events ends the recording, which says so", async () => {
  const { ingest } = stage;
  const page = await stage.record();
  await page.evaluate(async () => {
    for (let n = 0; n < 24; n++) {
      for (let i = 0; i < 100; i++) window.playhead.track("flood", { text: "x".repeat(10_000) });
      // Rejects when it has ended.
      await window.playhead.flush().catch(() => null);
    }
  });
  await ingest.until(() => levels().length === 2, "the end");
  expect(levels()).toEqual([
    { level: "dxa", reason: "too_much" },
    { level: "off", reason: "too_much" },
  ]);
  expect(await page.evaluate(() => window.playhead.sessionId())).toBeNull();
  expect(stage.errors).toEqual([]);
});
