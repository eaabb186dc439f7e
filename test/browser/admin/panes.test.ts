import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seriousFaults, setScheme } from "../axe.ts";
import { launchChromium } from "../chromium.ts";
import { element, keyframe, retext, text, type Recorded } from "./recordings.ts";
import { RICH } from "./rich-visit.ts";
import { startAdmin, type AdminServer } from "./serve.ts";

const NOTE = {
  id: "n1",
  at: 10_050,
  text: "It fails here, @Grace Hopper",
  place: { page: "first", x: 240, y: 300, node: 34 },
  mentions: [{ user: "g", name: "Grace Hopper" }],
  author: "user:u",
  authorName: "Ada Owner",
  createdAt: 1,
  editedAt: null,
  resolvedAt: null,
  resolvedBy: null,
  mayEdit: true,
  mayDelete: true,
};

/** Two seconds. */
const BRIEF: Recorded = {
  only: [...keyframe(0, "", [element(10, "strong", {}, [text(11, "Brief")])]), retext(2_000, 11, "Over")],
};

let browser: Browser;
let admin: AdminServer;
let page: Page;

beforeAll(async () => {
  admin = await startAdmin(
    { rich: RICH, brief: BRIEF },
    {},
    {
      permissions: ["view", "annotate"],
      answers: {
        "/api/sessions/rich/notes": { notes: [NOTE] },
        "/api/sessions/rich/neighbours": { previous: null, next: "brief" },
        "/api/sessions/brief/neighbours": { previous: "rich", next: "rich" },
        "/api/sessions/brief/notes": { notes: [] },
        "/api/sessions/brief/seen": {},
        "/api/sessions/rich/tags/checkout": { tags: ["checkout"] },
        "/api/members/names": { members: [{ user: "g", name: "Grace Hopper" }] },
      },
    },
  );
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${admin.origin}/sessions/rich?t=1000&paused=1`);
  await settledAt(1_000);
  // Everything has been read.
  await page.locator('[aria-setsize="32"]').first().waitFor();
});
afterAll(async () => {
  await browser?.close();
  await admin?.stop();
});

async function settledAt(time: number): Promise<void> {
  await page.waitForFunction((ms) => window.player?.time === ms && window.player.state === "settled", time);
}
const at = () => page.evaluate(() => Math.round(window.player!.time));
const show = (name: string) => page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
const rows = (label: string) => page.getByRole("list", { name: label }).getByRole("listitem");

describe("the panes", () => {
  test("jump to the moment of what is chosen, and mark the row of the moment", async () => {
    await page.getByRole("button", { name: /^Event added_to_cart/ }).click();
    await settledAt(6_600);
    await page.locator('[aria-current="true"]', { hasText: "added_to_cart" }).waitFor();
    expect(await page.locator('[aria-current="true"]').count()).toBe(1);
  });

  test("are searched and filtered", async () => {
    await page.getByLabel("Filter events").fill("ledge rage");
    expect(await rows("Events").count()).toBe(1);
    await page.getByLabel("Filter events").fill("nothing like this");
    await page.getByText("No event matches").waitFor();
    await page.getByLabel("Filter events").press("Escape");
    await show("Console");
    expect(await rows("Console").count()).toBe(4);
    await page.getByRole("button", { name: "Which messages are listed" }).click();
    await page.getByRole("checkbox", { name: /^Debug/ }).uncheck();
    await page.getByRole("checkbox", { name: /^Infos/ }).uncheck();
    await page.keyboard.press("Escape");
    expect(await rows("Console").count()).toBe(2);
  });

  test("show what an error was, with its stack", async () => {
    await show("Errors");
    await page.getByRole("button", { name: /^Error TypeError/ }).click();
    await page.getByText("at renderCart (https://shop.example/cart.js:41:17)").waitFor();
    await settledAt(10_050);
    await page.getByRole("button", { name: "Close the details" }).click();
    expect(await page.getByText("at renderCart").count()).toBe(0);
  });

  test("show a request with headers, bodies and as cURL", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await show("Network");
    await page.getByRole("button", { name: /^201 POST \/api\/cart/ }).click();
    await page.getByText('{"items":1}').waitFor();
    await page.getByRole("button", { name: "Copy as cURL" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain("curl 'https://shop.example/api/cart'");
    expect(copied).toContain(`--data-raw '{"product":1}'`);
  });

  test("rate what was measured", async () => {
    await show("Vitals");
    const worst = page.getByRole("list", { name: "Worst of the visit" });
    await worst.getByText("3.18 s").waitFor();
    expect(await worst.getByRole("listitem").filter({ hasText: "CLS" }).textContent()).toContain("Poor");
  });

  test("say who it was, what the site said of them and what stepped down", async () => {
    await show("Visitor");
    await page.getByText("recording took too much of the page's time").waitFor();
    expect(await page.getByRole("region", { name: "Visitor" }).textContent()).toContain("planpro");
  });
});

describe("the line of time", () => {
  const bar = () => page.getByRole("slider", { name: "Time" });

  test("tells what is there before anybody goes there", async () => {
    const box = (await bar().boundingBox())!;
    await page.mouse.move(box.x + (box.width * 10_050) / 169_000, box.y + 30);
    const card = page.locator("[data-card]");
    await card.getByText("Error: TypeError").first().waitFor();
    await page.mouse.move(box.x + (box.width * 50_000) / 169_000, box.y + 30);
    await card.getByText(/^Nothing done for/).waitFor();
    await page.mouse.move(0, 0);
    expect(await card.count()).toBe(0);
  });

  test("zooms to where the pointer is, and the press of a mark leads to its moment", async () => {
    const box = (await bar().boundingBox())!;
    await page.mouse.move(box.x + (box.width * 13_600) / 169_000, box.y + 30);
    await page.mouse.wheel(0, -1_200);
    await page.locator('[data-mark="dead"][style]').click();
    await settledAt(13_600);
    const whole = page.getByRole("button", { name: "Show all of the session" });
    await whole.click();
    expect(await whole.isDisabled()).toBe(true);
  });

  test("goes from error to error, from mark to mark and from change to change by keys", async () => {
    await page.evaluate(() => window.player!.seek(0, { pause: true }));
    await settledAt(0);
    await page.keyboard.press("e");
    await settledAt(10_050);
    await page.keyboard.press("Shift+E");
    expect(await at()).toBe(10_050);
    await page.keyboard.press("[");
    await page.waitForFunction(() => window.player!.time < 10_050);
    await page.evaluate(() => window.player!.seek(6_000, { pause: true }));
    await settledAt(6_000);
    // The pointer moves.
    await page.keyboard.press(".");
    await settledAt(6_050);
    await page.keyboard.press(",");
    await settledAt(6_000);
  });

  test("shows one tab alone, and goes back to the visitor", async () => {
    await page.evaluate(() => window.player!.seek(105_000, { pause: true }));
    await settledAt(105_000);
    const heading = () =>
      page.evaluate(
        () =>
          document.querySelector<HTMLIFrameElement>("iframe[data-replay]")!.contentDocument!.querySelector("strong")!
            .textContent,
      );
    expect(await heading()).toBe("Help");
    await page.getByRole("button", { name: /^Tab 1/ }).click();
    await expect.poll(heading).toBe("Shop");
    await page.getByRole("button", { name: "Follow the visitor" }).click();
    await expect.poll(heading).toBe("Help");
  });
});

describe("notes", () => {
  test("are marked in the picture while their moment is played, and lead to the pane", async () => {
    await page.evaluate(() => window.player!.seek(10_500, { pause: true }));
    await settledAt(10_500);
    await page.getByRole("button", { name: /^Note of Ada Owner/ }).click();
    await page.getByRole("region", { name: "Notes" }).getByText("@Grace Hopper").waitFor();
    await page.evaluate(() => window.player!.seek(20_000, { pause: true }));
    await settledAt(20_000);
    expect(await page.getByRole("button", { name: /^Note of Ada Owner/ }).count()).toBe(0);
    await page.evaluate(() => window.player!.seek(10_500, { pause: true }));
    await settledAt(10_500);
  });

  test("are begun by a key, mention by name and point at an element", async () => {
    const sent: { at: number; text: string; mentions: string[]; place: unknown }[] = [];
    await page.route("**/api/sessions/rich/notes", async (route) => {
      if (route.request().method() !== "POST") return route.fallback();
      sent.push(route.request().postDataJSON() as (typeof sent)[number]);
      await route.fulfill({ status: 201, json: { notes: [NOTE, { ...NOTE, id: "n2", text: "Kept" }] } });
    });
    await page.keyboard.press("m");
    const input = page.getByRole("combobox", { name: "Note" });
    await input.pressSequentially("See @gra");
    await page.getByRole("option", { name: "Grace Hopper" }).waitFor();
    await input.press("Enter");
    await page.getByRole("button", { name: "Point at a place" }).click();
    const picture = (await page.locator("iframe[data-replay]").boundingBox())!;
    const scale = picture.width / 1024;
    // The first "Add" button.
    await page.mouse.click(picture.x + 70 * scale, picture.y + 285 * scale);
    await page.getByText("about a place on the page").waitFor();
    await page.getByRole("button", { name: "Save note" }).click();
    await page.getByRole("region", { name: "Notes" }).getByText("Kept").waitFor();
    expect(sent).toMatchObject([
      { at: 10_500, text: "See @Grace Hopper ", mentions: ["g"], place: { page: "first", node: 34 } },
    ]);
  });
});

describe("the list around", () => {
  const opened = (id: string) => page.waitForURL(new RegExp(`/sessions/${id}(\\?|$)`));

  test("is gone through by keys, with the search it was opened from", async () => {
    await page.goto(`${admin.origin}/sessions/rich?t=1000&paused=1&q=has%3Aerror`);
    await settledAt(1_000);
    await page.getByRole("button", { name: "Next session", disabled: false }).waitFor();
    expect(await page.getByRole("button", { name: "Previous session" }).isDisabled()).toBe(true);
    await page.keyboard.press("n");
    await opened("brief");
    expect(new URL(page.url()).searchParams.get("q")).toBe("has:error");
  });

  test("hears that a session was watched when it was, and goes on by itself for who wants that", async () => {
    const seen = page.waitForRequest("**/api/sessions/brief/seen");
    await page.goto(`${admin.origin}/sessions/brief?t=1900&paused=1`);
    await settledAt(1_900);
    await page.getByRole("button", { name: "What is shown" }).click();
    await page.getByRole("checkbox", { name: "Play the next session at the end" }).check();
    await page.keyboard.press("Escape");
    await page.evaluate(() => window.player!.seek(0, { pause: false }));
    expect((await seen).method()).toBe("POST");
    await page.getByText("Next session in").waitFor();
    await page.getByRole("button", { name: "Stay here" }).click();
    expect(await page.getByText("Next session in").count()).toBe(0);
    await page.keyboard.press("k");
    await page.getByRole("button", { name: "Play it now" }).click();
    await opened("rich");
  });

  test("is given tags", async () => {
    const put = page.waitForRequest("**/api/sessions/rich/tags/checkout");
    await page.getByRole("button", { name: "Tags: none" }).click();
    await page.getByRole("combobox", { name: "Tags" }).fill("checkout");
    await page.keyboard.press("Enter");
    expect((await put).method()).toBe("PUT");
    await page.getByRole("button", { name: "Tags: checkout" }).waitFor();
    await page.keyboard.press("Escape");
  });
});

describe.each(["light", "dark"] as const)("%s", (scheme) => {
  test("axe finds nothing serious, whichever pane is shown", async () => {
    await setScheme(page, scheme);
    await page.goto(`${admin.origin}/sessions/rich?t=10500&paused=1`);
    await settledAt(10_500);
    for (const name of ["Events", "Console", "Network", "Errors", "Vitals", "Visitor", "Notes"]) {
      await show(name);
      expect([name, await seriousFaults(page)]).toEqual([name, []]);
    }
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  });
});
