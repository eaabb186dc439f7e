import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { openAt, signIn } from "../browser/admin-user.ts";
import { launchChromium } from "../browser/chromium.ts";
import { replayDom, takeMoment, type Moment } from "../browser/dom-text.ts";
import { startChromium } from "./chromium.ts";
import { startFirefox } from "./firefox.ts";
import { serveFixture } from "./fixture.ts";
import { click, type, until, type Visitor } from "./visitor.ts";
import { startWebKit } from "./webkit.ts";

/*
 * Visits in three engines, played in Chromium: the same elements, the same words, in the same places. Fonts and fields are drawn by
 * each engine in its own way, so places may differ a little; docs/engines.md says what else differs.
 */

const origin = inject("origin");
const SIZE = { width: 1280, height: 800 };
/** Pixels. A line of text is some tenths of a pixel higher in one engine than in another; over a page they add up. */
const NEAR = 12;

type Places = Record<string, [left: number, top: number, width: number]>;

let browser: Browser;
let admin: Awaited<ReturnType<typeof signIn>>;
let fixture: Awaited<ReturnType<typeof serveFixture>>;

beforeAll(async () => {
  browser = await launchChromium();
  admin = await signIn(browser, origin);
  fixture = await serveFixture(origin);
});
afterAll(async () => {
  fixture?.close();
  await browser?.close();
});

function placesOf(doc: string, selectors: readonly string[]): string {
  return `Object.fromEntries(${JSON.stringify(selectors)}.map((selector) => {
    const { left, top, width } = ${doc}.querySelector(selector).getBoundingClientRect();
    return [selector, [left, top, width]];
  }))`;
}

interface Seen extends Moment {
  session: string;
  places: Places;
}

/** What is on the page now, and when that is. */
async function look(visitor: Visitor, selectors: readonly string[]): Promise<Seen> {
  await visitor.evaluate("new Promise((done) => setTimeout(done, 400))");
  const places = await visitor.evaluate<Places>(placesOf("document", selectors));
  const moment = await takeMoment(visitor as unknown as Page);
  const session = await visitor.evaluate<string>("playhead.sessionId()");
  await visitor.evaluate("playhead.flush()");
  return { ...moment, places, session };
}

/**
 * Styles are written by each engine in its own words. In WebKit rrweb adds a hidden frame to the page, from which it takes functions
 * that no script of the page has replaced.
 */
function comparable(dom: string): string {
  return dom
    .replace(/ style=[^>]*?(?= [\w:-]+=|>)/g, "")
    .replace(/\n +<iframe[^>]*class=rr-block[^>]*>(?:\n +<body>(?:\n +<iframe[^>]*class=rr-block[^>]*>)?)*/g, "");
}

/** Compares elements, words and places. What the page was made of is brought after the visit, so the first look may be too early. */
async function expectSame({ t, dom, places, session }: Seen): Promise<void> {
  const replayed = async () => {
    await openAt(admin.page, origin, session, t);
    const there = await admin.page.evaluate<Places>(
      placesOf('document.querySelector("iframe[data-replay]").contentDocument', Object.keys(places)),
    );
    const far = Object.entries(places).filter(([selector, place]) =>
      place.some((value, index) => Math.abs(value - there[selector]![index]!) > NEAR),
    );
    return {
      dom: comparable(await replayDom(admin.page)),
      far: far.map(([selector, place]) => [selector, place, there[selector]]),
    };
  };
  await expect.poll(replayed, { timeout: 40_000, interval: 1_000 }).toEqual({ dom: comparable(dom), far: [] });
}

const ENGINES = [
  ["Chromium", startChromium],
  ["Firefox", startFirefox],
  ["WebKit", startWebKit],
] as const;

describe.each(ENGINES)("%s", (_name, start) => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await start(SIZE.width, SIZE.height);
  });
  afterAll(() => visitor?.close());

  test("a visit to the shop is played as it was", async () => {
    await visitor.go(`${origin}/demo/`);
    await until(visitor, "window.playhead?.sessionId?.()");
    await click(visitor, '[data-testid="filter-oak"]');
    await until(visitor, 'location.search.includes("oak")');
    const list = await look(visitor, ["header", "h1", "main", "footer"]);
    await click(visitor, '[data-testid="product-link-ledge-stand"]');
    await until(visitor, 'location.pathname.includes("product") && window.playhead?.sessionId?.()');
    await click(visitor, '[data-testid="tab-care"]');
    await click(visitor, '[data-testid="add-to-cart"]');
    const product = await look(visitor, ["header", "h1", "main", "footer"]);
    expect(product.session).toBe(list.session);
    await expectSame(list);
    await expectSame(product);
  });

  test("sheets by script, shadow trees, fields, dialogs, frames and scrolling are played as they were", async () => {
    await visitor.go(fixture.address);
    await until(visitor, "window.playhead?.sessionId?.()");
    const parts = ["#title", "#panel", "#part", "#text", "#more", "#dialog", "#drawing", "#inner", "#editable"];
    const before = await look(visitor, parts);
    await click(visitor, "#go");
    await click(visitor, "#editable");
    await type(visitor, "more words ");
    const after = await look(visitor, parts);
    await expectSame(before);
    await expectSame(after);
    const shown = await admin.page.evaluate(() => {
      const inside = document.querySelector<HTMLIFrameElement>("iframe[data-replay]")!.contentDocument!;
      const styleOf = (element: Element | null) => inside.defaultView!.getComputedStyle(element!);
      return {
        scrolled: inside.querySelector("#long")!.scrollTop,
        open: inside.querySelector<HTMLDialogElement>("#dialog")!.open,
        padding: styleOf(inside.querySelector("#panel")).paddingLeft,
        shadow: styleOf(inside.querySelector("#part")!.shadowRoot!.querySelector("p")).fontSize,
      };
    });
    expect(shown).toEqual({ scrolled: 96, open: true, padding: "20px", shadow: "20px" });
  });
});
