import type { Browser, Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openAt, signIn } from "./admin-user.ts";
import {
  difference,
  inReplay,
  manifestOf,
  pageOf,
  pictureOf,
  record,
  strangers,
  untilKept,
  uploads,
  visitor,
  type Playhead,
} from "./asset-visits.ts";
import { launchChromium } from "./chromium.ts";
import { replayDom, takeMoment, type Moment } from "./dom-text.ts";
import { openShop, type Answer, type ShopSite } from "./shop-site.ts";

const origin = inject("origin");
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
let browser: Browser;
let admin: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  browser = await launchChromium();
  admin = await signIn(browser, origin);
});
afterAll(() => browser.close());

describe("the shop, switched off after a visit", () => {
  let shop: ShopSite;
  let session = "";
  let moment: Moment;
  let live: Buffer;

  beforeAll(async () => {
    shop = await openShop(origin);
  });

  it("is recorded without its style sheets in the snapshot, and every file that it used is kept", async () => {
    const { context, sent, problems } = await visitor(browser);
    const visit = await record(context, `${shop.origin}/`);
    session = visit.session;
    await visit.page.waitForLoadState("load");
    await untilKept(
      admin.page,
      session,
      `${shop.origin}/css/base.css`,
      `${shop.origin}/fonts/hanken-grotesk-latin-wght-normal.woff2`,
      ...(await visit.page.evaluate(() =>
        [...document.images]
          .filter(({ complete, naturalWidth }) => complete && naturalWidth > 0)
          .map((image) => image.currentSrc),
      )),
    );
    await visit.page.mouse.move(700, 5);
    moment = await takeMoment(visit.page);
    live = await visit.page.screenshot();
    await visit.page.evaluate(() => (window as unknown as Playhead).playhead.flush());
    // One report of sheets, one or two of what else was loaded, and the sheets themselves.
    expect(sent.length - uploads(sent).length).toBeLessThanOrEqual(4);
    expect(problems).toEqual([]);
    await context.close();
  });

  it("is not asked by a second visitor's browser for anything to upload", async () => {
    const { context, sent } = await visitor(browser);
    const visit = await record(context, `${shop.origin}/`);
    await untilKept(admin.page, visit.session, `${shop.origin}/css/base.css`, `${shop.origin}/css/layout.css`);
    expect(uploads(sent).map((request) => request.url())).toEqual([]);
    expect(sent.length).toBeGreaterThan(0);
    await context.close();
  });

  it("looks as it did, from this server alone", async () => {
    await shop.close();
    const found = strangers(admin.page);
    await openAt(admin.page, origin, session, moment.t);
    expect(await replayDom(admin.page)).toBe(moment.dom);
    expect(found).toEqual([]);
    expect(admin.problems).toEqual([]);
    const broken = await inReplay<string[]>(
      admin.page,
      "[...document.images].filter((i) => i.complete && i.naturalWidth < 2).map((i) => i.outerHTML)",
    );
    expect(broken).toEqual([]);
    expect(await inReplay(admin.page, "document.querySelectorAll('[data-playhead-not-kept]').length")).toBe(0);
    expect(await inReplay(admin.page, "[...document.fonts].some((f) => f.status === 'loaded')")).toBe(true);
    expect(await difference(browser, live, await pictureOf(admin.page))).toBeLessThan(0.005);
  });
});

describe("a page whose files the server cannot fetch", () => {
  /** Takes a page of our own through a visit, and its site away afterwards. */
  async function visitTo(
    answers: Record<string, Answer>,
    act: (page: Page, session: string, site: ShopSite) => Promise<void>,
    policy?: object,
  ): Promise<{ session: string; t: number; sent: Request[]; problems: string[] }> {
    const site = await openShop(origin);
    for (const [path, answer] of Object.entries(answers)) site.answers.set(path, answer);
    if (policy) await changeAssets(policy);
    const { context, sent, problems } = await visitor(browser);
    const visit = await record(context, `${site.origin}/own.html`);
    await act(visit.page, visit.session, site);
    const { t } = await takeMoment(visit.page);
    await visit.page.evaluate(() => (window as unknown as Playhead).playhead.flush());
    await context.close();
    await site.close();
    return { session: visit.session, t, sent, problems };
  }

  async function changeAssets(assets: object): Promise<void> {
    const settings = (await (await admin.page.request.get(`${origin}/api/settings`)).json()) as {
      version: number;
      policy: object;
    };
    const answer = await admin.page.request.put(`${origin}/api/settings`, {
      data: { version: settings.version, policy: { ...settings.policy, assets } },
      headers: { origin },
    });
    expect(answer.status()).toBe(200);
  }

  const PIXELS = `const canvas = document.createElement("canvas"); canvas.width = 40; canvas.height = 30;
    canvas.getContext("2d").fillRect(0, 0, 40, 30);`;

  it("has its pictures of blobs, and large ones in data addresses", async () => {
    const { session, t, problems } = await visitTo(
      {
        "/own.html": pageOf(
          "",
          `<img id="blob"><img id="data"><script>${PIXELS}
            canvas.toBlob((blob) => { const url = URL.createObjectURL(blob); document.getElementById("blob").src = url;
              document.getElementById("blob").onload = () => URL.revokeObjectURL(url); });
            const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="50" height="20"><!--' + "x".repeat(9000) + "--></svg>";
            document.getElementById("data").src = "data:image/svg+xml;base64," + btoa(svg);</script>`,
        ),
      },
      async (_page, own) => {
        await expect
          .poll(async () => (await manifestOf(admin.page, own)).assets.map(({ type }) => type).toSorted(), {
            timeout: 20_000,
          })
          .toEqual(["image/png", "image/svg+xml"]);
      },
    );
    expect(problems).toEqual([]);
    await openAt(admin.page, origin, session, t);
    expect(
      await inReplay(
        admin.page,
        "[...document.images].map((i) => [i.src.includes('/api/sessions/'), i.naturalWidth, i.naturalHeight])",
      ),
    ).toEqual([
      [true, 40, 30],
      [true, 50, 20],
    ]);
  });

  it("has pictures behind a login, uploaded once the server has tried without", async () => {
    const { session, t, sent } = await visitTo(
      {
        "/own.html": { ...pageOf("", `<img src="behind.png">`), headers: { "set-cookie": "sid=7; Path=/; HttpOnly" } },
        "/behind.png": { type: "image/png", body: Buffer.concat([PNG, Buffer.from("login")]), cookie: "sid=7" },
      },
      async (_page, own, site) => void (await untilKept(admin.page, own, `${site.origin}/behind.png`)),
    );
    expect(uploads(sent)).toHaveLength(1);
    await openAt(admin.page, origin, session, t);
    expect(await inReplay(admin.page, "document.images[0].naturalWidth")).toBe(1);
  });

  it("has media of blobs, and of several candidates the picture that the browser chose", async () => {
    const { session, t, problems } = await visitTo(
      {
        "/own.html": pageOf(
          "",
          `<video id="film" width="200"></video>
          <img srcset="images/dune-lamp-480.jpg 1x, images/dune-lamp-960.webp 2x" width="120">
          <script>fetch("media/wheel.webm").then((answer) => answer.blob()).then((blob) => { film.src = URL.createObjectURL(blob); });</script>`,
        ),
      },
      async (_page, own, site) => {
        await untilKept(admin.page, own, `${site.origin}/images/dune-lamp-480.jpg`);
        const types = async () => (await manifestOf(admin.page, own)).assets.map(({ type }) => type).toSorted();
        await expect.poll(types, { timeout: 20_000 }).toEqual(["image/jpeg", "video/webm"]);
      },
    );
    expect(problems).toEqual([]);
    await openAt(admin.page, origin, session, t);
    const candidates = await inReplay<string>(admin.page, "document.images[0].getAttribute('srcset')");
    expect(candidates.split(",")).toHaveLength(1);
    expect(await inReplay(admin.page, "document.images[0].currentSrc.includes('/api/sessions/')")).toBe(true);
    expect(await inReplay(admin.page, "document.getElementById('film').src.includes('/api/sessions/')")).toBe(true);
  });

  it("uploads what the server may not fetch, as far as the page could read it", async () => {
    const other = await openShop(origin);
    other.answers.set("/secret.png", { type: "image/png", body: PNG });
    try {
      const { session, t, sent, problems } = await visitTo(
        {
          "/own.html": pageOf(
            "<style>div { width: 9px; height: 9px; background: url(bg.png) }</style>",
            `<img src="own.png?v=2"><div></div><img width="20" height="10" src="${other.origin}/secret.png">`,
          ),
          "/own.png": { type: "image/png", body: PNG },
          "/bg.png": { type: "image/png", body: Buffer.concat([PNG, Buffer.from("x")]) },
        },
        async (_page, own, site) =>
          void (await untilKept(admin.page, own, `${site.origin}/own.png?v=2`, `${site.origin}/bg.png`)),
        { hosts: [], fetch: false },
      );
      expect(problems).toEqual([]);
      expect(uploads(sent)).toHaveLength(2);
      await openAt(admin.page, origin, session, t);
      const shown =
        "[...document.images].map((i) => [i.src.includes('/api/sessions/'), i.hasAttribute('data-playhead-not-kept'), i.width, i.height])";
      expect(await inReplay(admin.page, shown)).toEqual([
        [true, false, 1, 1],
        [false, true, 20, 10],
      ]);
      expect(await inReplay(admin.page, "getComputedStyle(document.querySelector('div')).backgroundImage")).toContain(
        "/api/sessions/",
      );
      expect(admin.problems).toEqual([]);
    } finally {
      await other.close();
      await changeAssets({ hosts: [], fetch: true });
    }
  });

  it("uploads what a linked sheet of an intranet loads, sheets among it, and a second visitor nothing", async () => {
    const filler = Array.from({ length: 60 }, (_, i) => `.c${i} { margin: ${i}px }`).join(" ");
    const answers = {
      "/own.html": pageOf(`<link rel="stylesheet" href="css/a.css?v=3">`, `<p>Text</p><div></div>`),
      "/css/a.css": { type: "text/css", body: `@import "b.css"; ${filler} p { font-family: Grotesk }` },
      "/css/b.css": {
        type: "text/css",
        body: `@font-face { font-family: Grotesk; src: url(../fonts/hanken-grotesk-latin-wght-normal.woff2) } div { width: 9px; height: 9px; background: url(../images/wrap-pattern.png) }`,
      },
    };
    const site = await openShop(origin);
    for (const [path, answer] of Object.entries(answers)) site.answers.set(path, answer);
    site.answers.set("/images/wrap-pattern.png", {
      type: "image/png",
      body: Buffer.concat([PNG, Buffer.from("intranet")]),
    });
    await changeAssets({ hosts: [], fetch: false });
    const files = [
      "css/a.css?v=3",
      "css/b.css",
      "fonts/hanken-grotesk-latin-wght-normal.woff2",
      "images/wrap-pattern.png",
    ];
    const counts: number[] = [];
    let last = { session: "", t: 0 };
    try {
      for (const _ of ["first", "second"]) {
        const { context, sent, problems } = await visitor(browser);
        const { page, session } = await record(context, `${site.origin}/own.html`);
        await untilKept(admin.page, session, ...files.map((path) => `${site.origin}/${path}`));
        last = { session, t: (await takeMoment(page)).t };
        await page.evaluate(() => (window as unknown as Playhead).playhead.flush());
        counts.push(uploads(sent).length);
        expect(problems).toEqual([]);
        await context.close();
      }
    } finally {
      await site.close();
      await changeAssets({ hosts: [], fetch: true });
    }
    // The two sheets and the picture; the font may be known of other pages.
    expect(counts[0]).toBeGreaterThanOrEqual(3);
    expect(counts[1]).toBe(0);
    await openAt(admin.page, origin, last.session, last.t);
    expect(await inReplay(admin.page, "[...document.fonts].some((f) => f.status === 'loaded')")).toBe(true);
    expect(await inReplay(admin.page, "getComputedStyle(document.querySelector('div')).backgroundImage")).toContain(
      "/api/sessions/",
    );
    expect(admin.problems).toEqual([]);
  });

  it("shows each session the style sheet that it had", async () => {
    const sheet = (colour: string) =>
      `${"/* long */".repeat(5)} h1 { color: ${colour} } ${Array.from({ length: 60 }, (_, i) => `.c${i} { margin: ${i}px }`).join(" ")}`;
    const site = await openShop(origin);
    site.answers.set("/own.html", pageOf(`<link rel="stylesheet" href="/own.css">`, "<h1>Colour</h1>"));
    const sessions: { session: string; t: number; colour: string }[] = [];
    for (const colour of ["rgb(1, 2, 3)", "rgb(4, 5, 6)"]) {
      site.answers.set("/own.css", { type: "text/css", body: sheet(colour) });
      const { context } = await visitor(browser);
      const { page, session } = await record(context, `${site.origin}/own.html`);
      await untilKept(admin.page, session, `${site.origin}/own.css`);
      sessions.push({ session, colour, t: (await takeMoment(page)).t });
      await page.evaluate(() => (window as unknown as Playhead).playhead.flush());
      await context.close();
    }
    await site.close();
    for (const { session, t, colour } of sessions) {
      await openAt(admin.page, origin, session, t);
      expect(await inReplay(admin.page, "getComputedStyle(document.querySelector('h1')).color")).toBe(colour);
    }
  });

  it("is never without style: a sheet that a script has changed, or that cannot be sent, is in the recording", async () => {
    const rules = Array.from({ length: 60 }, (_, i) => `.c${i} { margin: ${i}px }`).join(" ");
    const site = await openShop(origin);
    site.answers.set("/own.css", { type: "text/css", body: `h1 { color: red } ${rules}` });
    site.answers.set(
      "/own.html",
      pageOf(
        `<link rel="stylesheet" href="/own.css"><script>addEventListener("DOMContentLoaded", () => document.styleSheets[0].insertRule("h1 { color: rgb(7, 8, 9) !important }"))</script>`,
        "<h1>Colour</h1>",
      ),
    );
    for (const failing of [false, true]) {
      const { context } = await visitor(browser);
      if (failing) {
        await context.route(/\/v1\/sessions\/[^/]+\/assets/, (route) => route.abort());
        site.answers.set(
          "/own.html",
          pageOf(
            `<link rel="stylesheet" href="/own.css"><style>h1 { color: rgb(7, 8, 9) !important }</style>`,
            "<h1>Colour</h1>",
          ),
        );
      }
      const { page, session } = await record(context, `${site.origin}/own.html`);
      await page.waitForTimeout(1_500);
      const { t } = await takeMoment(page);
      await page.evaluate(() => (window as unknown as Playhead).playhead.flush());
      await context.close();
      expect((await manifestOf(admin.page, session)).assets).toEqual([]);
      await openAt(admin.page, origin, session, t);
      expect(await inReplay(admin.page, "getComputedStyle(document.querySelector('h1')).color")).toBe("rgb(7, 8, 9)");
      await admin.page.evaluate(() => undefined);
    }
    await site.close();
  });
});
