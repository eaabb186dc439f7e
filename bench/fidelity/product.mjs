// The product as it is used: its script tag on the page, its server, and the admin's player.
import { signIn } from "../../test/browser/admin-user.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { startServer } from "../server.mjs";
import { sleep } from "./hands.mjs";

const FRAME = "iframe[data-replay]";
/** The server fetches files after the visit; so long without a new one means it has them. */
const FILES_QUIET_MS = 3_000;
const FILES_MAX_MS = 20_000;

/** What is entered is readable, as it is with rrweb beside it: this compares pictures, not privacy. */
const FIELDS = "input, textarea, select, [contenteditable], [role=switch], [role=checkbox], [role=radio]";
const READABLE = [{ id: "fields", selector: FIELDS, treatment: "allow" }];

/** `wrangler dev` loses a connection now and then; the question is asked again. */
async function asked(request, address, options) {
  for (let tries = 5; ; tries--) {
    const response = await request.fetch(address, {
      ...options,
      headers: { "Sec-Fetch-Site": "same-origin", Origin: new URL(address).origin },
    });
    if (response.ok()) return response.json();
    if (tries === 0) throw new Error(`${address}: ${response.status()} ${await response.text()}`);
    await sleep(500);
  }
}

/** `site()` gives the origins of the recorded site. */
export async function startProduct(browser, site) {
  const { origin, stop } = await startServer();
  const admin = await signIn(browser, origin);
  const { request } = admin.page;
  const { version, policy } = await asked(request, `${origin}/api/settings`);
  const wanted = {
    ...policy,
    privacy: { ...policy.privacy, rules: READABLE, canvas: true },
    frames: { children: [site().B], parents: [site().A, site().B] },
  };
  await asked(request, `${origin}/api/settings`, { method: "PUT", data: { version, policy: wanted } });
  const manifest = (session) => asked(request, `${origin}/api/sessions/${session}/manifest`);

  /** Waits until the server has the files of a session. */
  async function filesKept(session) {
    const end = Date.now() + FILES_MAX_MS;
    let known = -1;
    let since = Date.now();
    while (Date.now() < end && Date.now() - since < FILES_QUIET_MS) {
      const { assets } = await manifest(session);
      if (assets.length !== known) {
        known = assets.length;
        since = Date.now();
      }
      await sleep(300);
    }
  }

  return {
    name: "playhead",
    snippet: (isA, page) =>
      isA || page?.crossOrigin ? `<script src="${origin}/playhead.js" data-key="${DEMO.key}"></script>` : "",
    begin: async () => ({}),
    now: (visited) => visited.evaluate(() => window.playhead.now()),
    /** A visit is recorded from the first event on; a page that is faster than the server would lose its first moments. */
    ready: (visited) => visited.waitForFunction(() => window.playhead?.sessionId?.(), null, { timeout: 15_000 }),
    async end(visited) {
      const session = await visited.evaluate(() => window.playhead.sessionId());
      await visited.evaluate(() => window.playhead.flush());
      await filesKept(session);
      return { session, startedAt: (await manifest(session)).session.startedAt };
    },
    async open(owner, { session, startedAt }) {
      const context = await owner.newContext({
        viewport: { width: 1880, height: 1200 },
        storageState: await admin.context.storageState(),
      });
      const player = await context.newPage();
      let opened = false;
      const settled = () =>
        player.waitForSelector(`${FRAME}[data-state=settled]`, { state: "attached", timeout: 30_000 });
      return {
        context,
        async start() {},
        async seek(at) {
          const time = Math.max(0, Math.round(at - startedAt));
          if (opened) {
            await player.evaluate((ms) => window.player.seek(ms, { pause: true }), time);
            await player
              .waitForFunction(() => !document.querySelector("iframe[data-replay][data-state=settled]"), null, {
                timeout: 1_000,
              })
              .catch(() => undefined);
          } else await player.goto(`${origin}/sessions/${session}?t=${time}&paused=1`);
          opened = true;
          await settled();
        },
        async picture(size) {
          await player.addStyleTag({ content: ".replayer-mouse,.replayer-mouse-tail{display:none!important}" });
          const { x, y } = await player.locator(FRAME).boundingBox();
          return player.screenshot({ animations: "allow", caret: "initial", clip: { x, y, ...size } });
        },
      };
    },
    async stop() {
      await stop();
    },
  };
}
