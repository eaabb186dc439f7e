import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WindowPlayer } from "../../../src/admin/player/window-player.ts";
import { launchChromium } from "../chromium.ts";
import { custom, element, incremental, keyframe, retext, text, type Recorded } from "./recordings.ts";
import { startAdmin, type AdminServer } from "./serve.ts";

const CSS = `html{scroll-behavior:smooth} #tall{height:3000px} #box{width:50px;height:50px;background:#06c;transition:transform 5s linear}
  .moved{transform:translateX(200px)} @keyframes in{from{opacity:0}to{opacity:1}} #card{animation:in 1s both}`;

/** A box that travels for five seconds once it has the class `moved`, inside a shadow tree. */
const SHADOW = {
  ...element(15, "div", {}, [
    {
      ...element(16, "style", {
        _cssText: "b{display:block;width:50px;transition:transform 5s linear}.moved{transform:translateX(200px)}",
      }),
      isShadow: true,
    },
    { ...element(17, "b"), isShadow: true },
  ]),
  isShadowHost: true,
};

function body(words: string): object[] {
  return [
    element(10, "p", { id: "words" }, [text(11, words)]),
    element(12, "div", { id: "box" }),
    element(13, "div", { id: "card" }),
    { ...SHADOW, attributes: { id: "host" } },
    element(14, "div", { id: "tall" }),
  ];
}
function scroll(at: number, y: number) {
  return incremental(at, { source: 3, id: 1, x: 0, y });
}
function restyle(at: number, id: number, name: string) {
  return incremental(at, {
    source: 0,
    adds: [],
    removes: [],
    texts: [],
    attributes: [{ id, attributes: { class: name } }],
  });
}
function click(at: number) {
  return incremental(at, { source: 2, type: 2, id: 10, x: 20, y: 20 });
}

const SESSIONS: Record<string, Recorded> = {
  one: {
    a: [
      custom(0, "playhead.page", { url: "https://shop.example/a", title: "Shop" }),
      ...keyframe(100, CSS, body("zero")),
      retext(1_000, 11, "one"),
      restyle(1_500, 12, "moved"),
      restyle(1_500, 17, "moved"),
      scroll(2_000, 1_200),
      retext(3_000, 11, "three"),
      click(3_100),
      retext(40_000, 11, "forty"),
      click(40_100),
      retext(41_000, 11, "end"),
    ],
  },
  // Two tabs in turn: a until 1 s, b until 2 s, then a again, used by a click. Node ids are the same in both.
  tabs: {
    a: [...keyframe(0, CSS, body("a0")), click(2_000), retext(2_500, 11, "a1"), retext(3_000, 11, "a2")],
    b: [...keyframe(1_000, CSS, body("b0")), retext(1_500, 11, "b1"), retext(2_800, 11, "hidden")],
  },
};

/** More documents than are kept in memory, each a chunk of 3 MiB. */
const MANY = 6;
SESSIONS["wide"] = Object.fromEntries(
  Array.from({ length: MANY }, (_, n) => [
    `page${n}`,
    [
      ...keyframe(n * 1_000, CSS, [
        ...body(`words ${n}`),
        element(20, "i", { hidden: "" }, [text(21, "x".repeat(3 << 20))]),
      ]),
    ],
  ]),
);

const SETTLED: WindowPlayer["state"] = "settled";

let browser: Browser;
let admin: AdminServer;
beforeAll(async () => {
  admin = await startAdmin(SESSIONS);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await admin?.stop();
});

function settled(page: Page) {
  return page.waitForSelector(`iframe[data-replay][data-state=${SETTLED}]`, { state: "attached" });
}
/** What can be seen of the replay. */
function look(page: Page) {
  return page.evaluate(() => {
    const frames = document.querySelectorAll<HTMLIFrameElement>("iframe[data-replay]");
    const view = frames[0]!.contentWindow!;
    const inside = view.document;
    return {
      frames: frames.length,
      text: inside.querySelector("#words")!.textContent,
      scroll: view.scrollY,
      box: Math.round(inside.querySelector("#box")!.getBoundingClientRect().left),
      inShadow: Math.round(inside.querySelector("#host")!.shadowRoot!.querySelector("b")!.getBoundingClientRect().left),
      card: view.getComputedStyle(inside.querySelector("#card")!).opacity,
      time: Math.round(window.player!.time),
    };
  });
}
async function open(path: string, size = { width: 1240, height: 800 }): Promise<Page> {
  const page = await browser.newPage({ viewport: size });
  await page.goto(admin.origin + path);
  return page;
}

describe("the address of a moment", () => {
  test("opens there, standing still, with scroll, transitions and animations where they had come to", async () => {
    const page = await open("/sessions/one?t=2500&paused=1");
    await settled(page);
    expect(await look(page)).toEqual({
      frames: 1,
      text: "one",
      scroll: 1_200,
      // A second of five.
      box: 48,
      inShadow: 48,
      card: "1",
      time: 2_500,
    });
    await page.close();
  });

  test("seeks when it changes, and an earlier scroll does not come back", async () => {
    const page = await open("/sessions/one?t=3500&paused=1");
    await settled(page);
    await page.evaluate(() => history.pushState({}, "", "?t=1200&paused=1"));
    await page.waitForFunction(() => window.player?.time === 1_200 && window.player.state === "settled");
    expect(await look(page)).toMatchObject({ text: "one", scroll: 0, box: 8 });
    await page.goBack();
    await page.waitForFunction(() => window.player?.time === 3_500 && window.player.state === "settled");
    expect(await look(page)).toMatchObject({ text: "three", scroll: 1_200, box: 88 });
    await page.close();
  });

  test("plays when nothing says to stand still, and skips what is idle", async () => {
    const page = await open("/sessions/one?t=2900");
    await page.waitForFunction(
      () => window.player?.state === "settled" && window.player.time === window.player.duration,
      null,
      { timeout: 20_000 },
    );
    expect(await look(page)).toMatchObject({ text: "end", time: 41_000 });
    await page.close();
  });
});

test("the picture is drawn at its own size when there is room, smaller when there is not", async () => {
  const page = await open("/sessions/one?t=500&paused=1");
  await settled(page);
  const box = () => page.locator("iframe[data-replay]").boundingBox();
  expect(await box()).toMatchObject({ width: 640, height: 400 });
  await page.setViewportSize({ width: 380, height: 700 });
  await expect.poll(async () => (await box())!.width).toBeLessThan(380);
  await page.close();
});

test("documents in two tabs take turns on the screen, each with its own nodes", async () => {
  const page = await open("/sessions/tabs?t=0&paused=1");
  await settled(page);
  for (const [time, words] of [
    [500, "a0"],
    [1_600, "b1"],
    [2_900, "a1"],
    [1_200, "b0"],
    [3_000, "a2"],
  ] as const) {
    await page.evaluate((ms) => window.player!.seek(ms, { pause: true }), time);
    await page.waitForFunction((ms) => window.player!.time === ms && window.player!.state === "settled", time);
    expect(await look(page)).toMatchObject({ text: words, frames: 1 });
  }
  await page.close();
});

test("keys work, also while the recording has the keyboard", async () => {
  const page = await open("/sessions/one?t=500&paused=1");
  await settled(page);
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => window.player!.time === 5_500 && window.player!.state === "settled");
  await page.evaluate(() => document.querySelector<HTMLIFrameElement>("iframe[data-replay]")!.contentWindow!.focus());
  await page.keyboard.press("Shift+ArrowLeft");
  await page.waitForFunction(() => window.player!.time === 4_500 && window.player!.state === "settled");
  expect(await look(page)).toMatchObject({ text: "three", time: 4_500 });
  await page.close();
});

test("what was read once is not fetched again, wherever somebody jumps", async () => {
  const page = await open("/sessions/one");
  const asked: string[] = [];
  const all = new Promise<void>((resolve) => {
    page.on("requestfinished", (request) => {
      const chunk = /wide\/chunks\/(\d)/.exec(request.url())?.[1];
      if (chunk !== undefined && asked.push(chunk) === MANY) resolve();
    });
  });
  await page.goto(`${admin.origin}/sessions/wide?t=500&paused=1`);
  await settled(page);
  await all;
  for (const n of [5, 0, 3, 1, 4, 2, 5]) {
    await page.evaluate((time) => window.player!.seek(time, { pause: true }), n * 1_000 + 500);
    await settled(page);
    expect(await look(page)).toMatchObject({ text: `words ${n}` });
  }
  expect(asked.toSorted()).toEqual(["0", "1", "2", "3", "4", "5"]);
  await page.close();
});

describe("trouble", () => {
  test.each([
    [404, "not_found", "There is no such session"],
    [403, "forbidden", "You are not allowed to view this session"],
  ])("a manifest answered with %d says so", async (status, code, words) => {
    admin.faults.set("/api/sessions/one/manifest", { status, code, times: 99 });
    const page = await open("/sessions/one");
    await page.getByText(words).waitFor();
    expect(await page.locator("iframe[data-replay]").getAttribute("data-state")).toBe("error");
    admin.faults.clear();
    await page.close();
  });

  test("a chunk that comes at the second try is played", async () => {
    admin.faults.set("/api/sessions/one/chunks/0", { status: 503, code: "unavailable", times: 1 });
    const page = await open("/sessions/one?t=1200&paused=1");
    await settled(page);
    expect(await look(page)).toMatchObject({ text: "one" });
    await page.close();
  });

  test("a part that is gone says so, and the rest is played", async () => {
    admin.faults.set("/api/sessions/tabs/chunks/0", { status: 404, code: "not_found", times: 99 });
    const page = await open("/sessions/tabs?t=500&paused=1");
    await page.getByText("This part of the recording is missing").waitFor();
    await page.evaluate(() => window.player!.seek(1_600, { pause: true }));
    await settled(page);
    expect(await look(page)).toMatchObject({ text: "b1" });
    admin.faults.clear();
    await page.close();
  });

  test("who is signed out signs in and comes back to the same moment", async () => {
    admin.faults.set("/api/me", { status: 401, code: "signed_out", times: 1 });
    const page = await open("/sessions/one?t=1200&paused=1");
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    expect(new URL(page.url()).searchParams.get("to")).toBe("/sessions/one?t=1200&paused=1");
    await page.close();
  });
});
