import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Manifest, SessionList } from "../../src/protocol/api.schema.ts";
import { openAt, signIn } from "./admin-user.ts";
import { launchChromium } from "./chromium.ts";
import { replayDom, takeMoment, type Moment, type RecordedWindow } from "./dom-text.ts";

const origin = inject("origin");
let browser: Browser;
let visitor: BrowserContext;
const shopProblems: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
  visitor = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  visitor.on("console", (message) => {
    if (message.type() === "error") shopProblems.push(message.text());
  });
  visitor.on("weberror", (error) => shopProblems.push(error.error().message));
});
afterAll(() => browser.close());

function recording(page: Page): Promise<string> {
  return page
    .waitForFunction(() =>
      (window as unknown as RecordedWindow & { playhead?: { sessionId?(): string | null } }).playhead?.sessionId?.(),
    )
    .then((handle) => handle.jsonValue() as Promise<string>);
}

describe("a visit to the shop in two tabs", () => {
  const moments: Record<string, Moment> = {};
  let session = "";

  it("is recorded across full page loads and client-side navigation", async () => {
    const first = await visitor.newPage();
    await first.goto(`${origin}/demo/`);
    session = await recording(first);
    await first.getByTestId("filter-oak").click();
    await first.waitForURL(/category=oak/);
    await first.mouse.wheel(0, 300);
    await first.waitForTimeout(700);
    moments["list"] = await takeMoment(first);

    await first.getByTestId("product-link-ledge-stand").click();
    await first.waitForURL(/product/);
    expect(await recording(first)).toBe(session);
    await first.getByTestId("tab-care").click();
    await first.getByTestId("add-to-cart").click();
    await first.waitForTimeout(500);

    const second = await visitor.newPage();
    await second.goto(`${origin}/demo/product.html?id=tide-mug`);
    expect(await recording(second)).toBe(session);
    await second.getByTestId("tab-delivery").click();
    await second.frameLocator('[data-testid="delivery-frame"]').locator("#postcode").fill("AB12 3CD");
    await second.frameLocator('[data-testid="delivery-frame"]').locator("#estimate").click();
    await second.getByTestId("add-to-cart").click();
    await second.waitForTimeout(700);
    moments["product in the second tab"] = await takeMoment(second);
    await second.getByTestId("go-to-cart").click();
    await second.getByTestId("go-to-checkout").click();
    await second.waitForURL(/checkout/);
    await recording(second);
    await second.locator("#full-name").pressSequentially("Ada Lovelace");
    await second.selectOption("#country", { index: 2 });
    await second.getByTestId("place-order").click();
    await second.waitForTimeout(700);
    moments["checkout after submitting"] = await takeMoment(second);
    // Closed at once: no time for any of the recorder's timers.
    await second.getByText("Start again").click();
    await second.close();
    await first.close();
  });

  it("left nothing in the visitor's console", () => {
    expect(shopProblems).toEqual([]);
  });

  it("is in the list and plays back as it was, at each of the three moments, in any order", async () => {
    const admin = await signIn(browser, origin);
    await admin.page
      .getByRole("link", { name: /visitor/i })
      .first()
      .waitFor({ state: "attached" });
    expect(await admin.page.locator(`a[href*="${session}"]`).count()).toBeGreaterThan(0);
    const names = Object.keys(moments);
    for (const name of [...names, ...names.toReversed()]) {
      await openAt(admin.page, origin, session, moments[name]!.t);
      expect({ name, dom: await replayDom(admin.page) }).toEqual({ name, dom: moments[name]!.dom });
    }
    expect(admin.problems).toEqual([]);
    await admin.context.close();
  });

  it("holds the last click before the tab was closed", async () => {
    const admin = await signIn(browser, origin);
    const list = (await (await admin.page.request.get(`${origin}/api/sessions`)).json()) as SessionList;
    const row = list.sessions.find((found) => found.id === session)!;
    expect(row).toMatchObject({ pages: 5, status: "live" });
    await openAt(admin.page, origin, session, row.durationMs + 60_000);
    await admin.page.getByText("Start again").first().waitFor();
    await admin.context.close();
  });

  it("keeps no value that was typed", async () => {
    const admin = await signIn(browser, origin);
    const manifest = (await (
      await admin.page.request.get(`${origin}/api/sessions/${session}/manifest`)
    ).json()) as Manifest;
    const frames = await admin.page.evaluate(
      async (path) => {
        const texts: string[] = [];
        const socket = new WebSocket(path);
        socket.binaryType = "arraybuffer";
        const pending: Promise<void>[] = [];
        socket.addEventListener("message", ({ data }) => {
          if (typeof data === "string") return;
          const bytes = new Uint8Array(data as ArrayBuffer);
          const body = bytes.subarray(bytes.indexOf(10) + 1);
          const stream = new Blob([body]).stream();
          const inflated = body[0] === 0x1f ? stream.pipeThrough(new DecompressionStream("gzip")) : stream;
          pending.push(new Response(inflated).text().then((text) => void texts.push(text)));
        });
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        await Promise.all(pending);
        socket.close();
        return texts;
      },
      `${origin.replace("http", "ws")}/api/sessions/${session}/live?grant=${manifest.grant}`,
    );
    const all = frames.join("\n");
    expect(all.length).toBeGreaterThan(10_000);
    // Not with toContain: a failure would print the whole recording.
    expect(all.includes("Bisque")).toBe(true);
    expect(all.includes("Ada Lovelace")).toBe(false);
    await admin.context.close();
  });
});
