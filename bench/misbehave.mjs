// Pages that misbehave, with and without the recorder: how smooth they are, and what the recorder did about it. A ratio of 1 is no cost.
import { Ingest } from "../test/browser/recorder/ingest.ts";
import { openSite } from "../test/browser/recorder/site.ts";
import { KIB } from "../src/protocol/limits.ts";

const SECONDS = 20;

/** Each begins when the page is recorded, and goes on until the end. */
const PAGES = {
  "10,000 changes a second of 2,000 nodes": () => {
    const nodes = document.querySelectorAll("li");
    let n = 0;
    setInterval(() => {
      for (let i = 0; i < 100; i++) nodes[n++ % nodes.length].setAttribute("title", `title ${n}`);
    }, 10);
  },
  "10,000 nodes a second replaced": () => {
    const list = document.querySelector("ul");
    let n = 0;
    setInterval(() => {
      for (let i = 0; i < 100; i++) {
        const item = document.createElement("li");
        item.textContent = `item ${n}`;
        list.replaceChild(item, list.children[n++ % list.children.length]);
      }
    }, 10);
  },
  "10,000 changes a second of one node": () => {
    const node = document.querySelector("li");
    let n = 0;
    setInterval(() => {
      for (let i = 0; i < 100; i++) node.style.transform = `translateX(${n++ % 500}px)`;
    }, 10);
  },
  "one node at 60 Hz": () => {
    const node = document.querySelector("li");
    let n = 0;
    const tick = () => {
      node.style.transform = `translateX(${n++ % 500}px)`;
      requestAnimationFrame(tick);
    };
    tick();
  },
  "200,000 elements come": () => {
    const large = document.createElement("div");
    large.innerHTML = "<i></i>".repeat(200_000);
    document.body.append(large);
  },
  "a data: address of 5 MB each second": () => {
    let n = 0;
    const image = document.body.appendChild(new Image());
    setInterval(() => {
      image.src = `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' id='n${n++}'/><!--${"x".repeat(5_242_880)}-->`;
    }, 1_000);
  },
};

const BODY = `<button id="buy">Buy</button><ul>${"<li>item</li>".repeat(2_000)}</ul>`;

/** Counts frames and adds up long tasks, milliseconds, while the page does its worst. */
async function measure(page, script) {
  await page.evaluate(() => {
    const seen = { frames: 0, longest: 0, long: 0 };
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        seen.longest = Math.max(seen.longest, duration);
        seen.long += duration;
      }
    }).observe({ type: "longtask" });
    const frame = () => {
      seen.frames++;
      requestAnimationFrame(frame);
    };
    frame();
    Object.assign(window, { seen });
  });
  await page.evaluate(script);
  await page.waitForTimeout(SECONDS * 1_000);
  return page.evaluate(() => window.seen);
}

/** Prints a line per page. `browser` is a started one; the recorder has to be built. */
export async function misbehave(browser) {
  for (const [name, script] of Object.entries(PAGES)) {
    const ingest = await new Ingest().listen();
    const site = await openSite(ingest.origin);
    site.set("/", { body: BODY });
    site.set("/without", { body: BODY, tag: " " });
    const open = async (path) => {
      const page = await browser.newPage();
      await page.goto(site.origin + path);
      return page;
    };
    const bare = await open("/without");
    const without = await measure(bare, script);
    await bare.close();
    const recorded = await open("/");
    await ingest.until(() => ingest.stored.length > 0, "the first batch");
    const ours = await measure(recorded, script);
    // What is still going on is told when the page goes.
    await recorded.close();
    await ingest
      .until(() => ingest.payloads("playhead.visibility").some(({ visible }) => !visible), "the tail")
      .catch(() => null);
    const sent = ingest.uploads.reduce((sum, { body }) => sum + body.length, 0) / KIB;
    const told = [
      ...ingest.payloads("playhead.level").map(({ level, reason }) => `${level}: ${reason}`),
      ...ingest.payloads("playhead.gap").map(({ reason, events }) => `${reason} ×${events}`),
    ];
    console.log(
      `${name}: frames ${ours.frames}/${without.frames} (${(ours.frames / without.frames).toFixed(2)}), ` +
        `long tasks ${ours.long.toFixed(0)}/${without.long.toFixed(0)} ms, longest ${ours.longest.toFixed(0)}/${without.longest.toFixed(0)} ms, ` +
        `${sent.toFixed(0)} KiB sent; ${told.join(", ") || "recorded in full"}`,
    );
    await site.close();
    await ingest.close();
  }
}
