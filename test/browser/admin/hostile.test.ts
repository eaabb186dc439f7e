import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchProfile } from "../chromium.ts";
import { attacks } from "./hostile/recording.ts";
import { MARKER, type Attack } from "./hostile/writer.ts";
import { startAdmin, type AdminServer } from "./serve.ts";

/*
 * Recordings made to attack whoever plays them. Every way we know to run a script, reach another server or break a player is in
 * them; the address of a server that counts stands for the attacker's. What must be true: no script ran, nobody was contacted,
 * nothing navigated, and the rest plays. Without the page's policy the same must hold: the sanitiser and the frame's sandbox are
 * a fence of their own.
 */

const profile = mkdtempSync(join(tmpdir(), "playhead-profile-"));
let browser: BrowserContext;
let guarded: AdminServer;
let bare: AdminServer;
let attacker: Server;
let evil = "";
let sessions: Record<string, Attack>;
const contacts: string[] = [];

beforeAll(async () => {
  attacker = createServer((request, response) => {
    contacts.push(String(request.url));
    response.writeHead(200, { "access-control-allow-origin": "*" }).end();
  });
  attacker.on("connection", () => contacts.push("a connection"));
  await new Promise<void>((resolve) => {
    attacker.listen(0, "127.0.0.1", resolve);
  });
  evil = `http://127.0.0.1:${(attacker.address() as AddressInfo).port}`;
  sessions = attacks(evil);
  const recorded = Object.fromEntries(Object.entries(sessions).map(([name, attack]) => [name, attack.recorded]));
  guarded = await startAdmin(recorded);
  bare = await startAdmin(recorded, {}, { policy: null, folder: guarded.folder });
  browser = await launchProfile(profile);
});

afterAll(async () => {
  await browser?.close();
  await bare?.stop();
  await guarded?.stop();
  attacker?.close();
  rmSync(profile, { recursive: true, force: true });
});

test("there are more than three hundred payloads, hundreds of each kind", () => {
  const counts = Object.values(sessions).map(({ payloads }) => payloads);
  expect(Math.min(...counts)).toBeGreaterThan(150);
  expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThan(2_000);
});

test("the attacker's server notices every kind of contact", async () => {
  const page = await browser.newPage();
  await page.goto(`${bare.origin}/sessions`);
  const write = (html: string) => page.evaluate((text) => document.body.insertAdjacentHTML("beforeend", text), html);
  await write(`<link rel="preconnect" href="${evil}">`);
  await expect.poll(() => contacts).toContain("a connection");
  await write(`<img src="${evil}/noticed">`);
  await expect.poll(() => contacts).toContain("/noticed");
  await page.close();
  contacts.length = 0;
});

/** What happened around a page that must not: windows, dialogs, navigations, crashes, errors. */
function watch(page: Page): string[] {
  const seen: string[] = [];
  page.on("pageerror", (error) => seen.push(`error ${String(error)}`));
  page.on("crash", () => seen.push("crash"));
  page.on("dialog", (dialog) => (seen.push(`dialog ${dialog.message()}`), void dialog.dismiss()));
  page.on("popup", (popup) => seen.push(`window ${popup.url()}`));
  page.on("download", (download) => seen.push(`download ${download.url()}`));
  page.on("framenavigated", (frame) => {
    if (frame !== page.mainFrame() && !/^about:(blank|srcdoc)$/.test(frame.url())) seen.push(`went to ${frame.url()}`);
  });
  return seen;
}

const WAYS = [
  ["jumping to the end", () => guarded, "?t=950&paused=1"],
  ["playing from the start", () => guarded, ""],
  ["jumping to the end, without the policy", () => bare, "?t=950&paused=1"],
] as const;

describe.each(WAYS)("%s", (_way, server, search) => {
  test.each(["elements", "frames", "changes", "sheets", "others"])(
    "a recording of hostile %s does nothing",
    async (name) => {
      const page = await browser.newPage();
      const happened = watch(page);
      await page.goto(`${server().origin}/sessions/${name}${search}`);
      await page.waitForSelector("iframe[data-replay][data-state=settled]", { state: "attached" });
      const seen = await page.evaluate(() => {
        const frame = document.querySelector<HTMLIFrameElement>("iframe[data-replay]")!;
        const roots: (Document | ShadowRoot)[] = [frame.contentDocument!];
        for (const root of roots)
          for (const each of root.querySelectorAll("*")) {
            if (each.shadowRoot) roots.push(each.shadowRoot);
            const inner = each.localName === "iframe" && (each as HTMLIFrameElement).contentDocument;
            if (inner) roots.push(inner);
          }
        const left = (selector: string) => roots.reduce((sum, root) => sum + root.querySelectorAll(selector).length, 0);
        const windows = [window, ...roots.map((root) => (root as Document).defaultView).filter((view) => view)];
        return {
          sandbox: frame.getAttribute("sandbox"),
          hits: windows.map((view) => (view as { hit?: string }).hit).filter((hit) => hit !== undefined),
          text: roots[0]!.querySelector("#marker")?.textContent,
          hosts: roots[0]!.querySelectorAll("[data-payload]").length,
          acting: left(
            "script, base, object, embed, frame, portal, [srcdoc], [ping], [onclick], [onload], [onerror], [onfocus], link[rel][href], iframe[src], meta[http-equiv]",
          ),
          address: location.pathname,
        };
      });
      expect(contacts).toEqual([]);
      expect(happened).toEqual([]);
      expect(seen).toEqual({
        sandbox: "allow-same-origin",
        hits: [],
        text: MARKER,
        hosts: sessions[name]!.hosts,
        acting: 0,
        address: `/sessions/${name}`,
      });
      await page.close();
    },
  );
});
