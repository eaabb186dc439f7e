import { expect, test } from "vitest";
import { EventType, IncrementalSource, MouseInteraction, type RecordedEvent } from "../../../src/protocol/events.ts";
import { isUuid } from "../../../src/protocol/ids.ts";
import { errorReply, yes, type Upload } from "./ingest.ts";
import { useStage } from "./stage.ts";
import { KEY } from "./site.ts";

const stage = useStage();

const eventsOf = (uploads: Upload[]): RecordedEvent[] => uploads.flatMap(({ batch }) => batch.events);

function isClick({ type, data }: RecordedEvent): boolean {
  const { source, type: what } = data as { source?: number; type?: number };
  return (
    type === EventType.IncrementalSnapshot &&
    source === IncrementalSource.MouseInteraction &&
    what === MouseInteraction.Click
  );
}

test("a yes is recorded: the page first, then a snapshot, then what happens", async () => {
  const { ingest } = stage;
  const page = await stage.record("/shop?token=secret#part");
  await page.click("#buy");
  await page.evaluate(() => window.playhead.track("bought", { items: 2 }));
  await page.evaluate(() => window.playhead.flush());

  const [start] = ingest.starts;
  expect(start).toMatchObject({ key: KEY, url: `${stage.site.origin}/shop` });
  expect([start!.session, start!.visitor, start!.page].every(isUuid)).toBe(true);
  const [first] = ingest.stored;
  expect(first).toMatchObject({ session: start!.session, page: start!.page, seq: 0, token: "token-1" });
  const types = first!.batch.events.map(({ type }) => type);
  expect(types.slice(0, 1)).toEqual([EventType.Custom]);
  expect(types).toContain(EventType.FullSnapshot);
  expect(ingest.payloads("playhead.page")).toMatchObject([
    { url: `${stage.site.origin}/shop`, title: "/shop", referrer: "", viewport: { width: 1280, height: 720 } },
  ]);
  expect(ingest.payloads("playhead.track")).toEqual([{ name: "bought", properties: { items: 2 } }]);
  expect(eventsOf(ingest.stored).filter(isClick)).toHaveLength(1);
  expect(ingest.stored.map(({ seq }) => seq)).toEqual(ingest.stored.map((_, index) => index));
  expect(JSON.stringify(eventsOf(ingest.stored))).not.toContain("token=secret");
  expect(stage.errors).toEqual([]);
  expect(stage.console).toEqual([]);
});

test("no request needs a preflight", async () => {
  const { ingest } = stage;
  const page = await stage.record();
  await page.click("#buy");
  await page.evaluate(() => window.playhead.flush());
  await page.close();
  expect(ingest.requests.filter((request) => !/^(GET|POST) /.test(request))).toEqual([]);
});

test.each([
  ["off", { status: 200, body: { level: "off", reason: "no_segment", serverTime: Date.now() } }],
  ["an unknown key", errorReply(401, "invalid_key")],
])("%s loads nothing more", async (_, reply) => {
  const { ingest } = stage;
  ingest.onStart = () => reply;
  const page = await stage.open();
  const failure = await page.evaluate(() => window.playhead.flush().catch(String));
  expect(failure).toContain("not recording");
  expect(await page.evaluate(() => [window.playhead.sessionId(), window.playhead.sessionUrl()])).toEqual([null, null]);
  expect(ingest.requests).toEqual(["GET /playhead.js", "POST /v1/sessions"]);
  const warnings = stage.console.filter((line) => line.startsWith("warning"));
  expect(warnings).toHaveLength(reply.status === 401 ? 1 : 0);
});

test("an expired session is begun anew, once", async () => {
  const { ingest } = stage;
  ingest.onStart = (_, nth) =>
    nth === 1 ? { status: 200, body: { level: "off", reason: "session_expired", serverTime: Date.now() } } : yes();
  await stage.record();
  const [first, second] = ingest.starts;
  expect(ingest.starts).toHaveLength(2);
  expect(second!.session).not.toBe(first!.session);
  expect(ingest.stored[0]!.session).toBe(second!.session);

  ingest.onStart = () => ({ status: 200, body: { level: "off", reason: "session_expired", serverTime: Date.now() } });
  const page = await stage.open();
  expect(await page.evaluate(() => window.playhead.flush().catch(String))).toContain("session_expired");
  expect(ingest.starts).toHaveLength(4);
});

test("input values stay in the page", async () => {
  const { ingest } = stage;
  const page = await stage.record();
  await page.fill("#name", "Canary");
  await page.evaluate(() => window.playhead.flush());
  const text = JSON.stringify(eventsOf(ingest.stored));
  expect(text).not.toContain("Canary");
  expect(text).toContain("••••••");
});

test("times are on the server's clock when the visitor's is wrong, and tabs agree on it", async () => {
  const { ingest } = stage;
  const ahead = 3_600_000;
  ingest.onStart = () => yes({ serverTime: Date.now() + ahead, startedAt: Date.now() + ahead });
  const page = await stage.record();
  const now = Date.now() + ahead;
  for (const { timestamp } of eventsOf(ingest.stored)) expect(Math.abs(timestamp - now)).toBeLessThan(5_000);
  expect(Math.abs((await page.evaluate(() => window.playhead.now())) - now)).toBeLessThan(5_000);
  expect(Math.abs(ingest.stored[0]!.batch.sent - Date.now())).toBeLessThan(5_000);
  const offset = () =>
    page.evaluate(() => {
      const name = Object.keys(localStorage).find((key) => key.endsWith("session"))!;
      return (JSON.parse(localStorage.getItem(name)!) as { offset: number }).offset;
    });
  const agreed = await offset();
  ingest.onStart = () => yes({ serverTime: Date.now() + ahead + 300, startedAt: Date.now() + ahead });
  await stage.record();
  expect(await offset()).toBe(agreed);
});

test("navigation without a new document, and titles", async () => {
  const { ingest } = stage;
  const page = await stage.record("/");
  await page.evaluate(async () => {
    const passed = history.pushState({ n: 1 }, "", "/one?q=secret") as unknown;
    document.title = "One";
    await Promise.resolve();
    history.replaceState(null, "", "/two");
    history.replaceState({ scroll: 1 }, "", "/two?again");
    history.back();
    if (passed !== undefined) throw new Error("pushState returned something");
  });
  await page.waitForURL(/\/$/);
  await page.evaluate(() => (location.hash = "part"));
  await page.evaluate(() => window.playhead.flush());
  const { origin } = stage.site;
  expect(ingest.payloads("playhead.navigation").map(({ how, url }) => `${how} ${url!.replace(origin, "")}`)).toEqual([
    "push /one",
    "title /one",
    "replace /two",
    "pop /",
    "hash /",
  ]);
});

test("flush resolves only when the server has acknowledged", async () => {
  const { ingest } = stage;
  const page = await stage.record();
  ingest.onBatch = () => ({ status: 202, body: { ok: true }, delay: 400 });
  const took = await page.evaluate(async () => {
    window.playhead.track("last");
    const started = performance.now();
    await window.playhead.flush();
    return performance.now() - started;
  });
  expect(took).toBeGreaterThan(390);
  expect(ingest.payloads("playhead.track")).toEqual([{ name: "last" }]);
});

test("calls before the decision are kept, and identify goes along", async () => {
  const { ingest, site } = stage;
  site.set("/", {
    tag: `<script src="${ingest.origin}/playhead.js"></script><script>
      playhead.identify("user-7", { plan: "pro" });
      playhead.track("early");
      playhead.init({ key: "${KEY}" });
      playhead.init({ key: "ph_us_other" });
    </script>`,
  });
  const page = await stage.record();
  await page.evaluate(() => window.playhead.flush());
  // The loader says who it is; what the site knows of them goes with the recorder's first question.
  expect(ingest.starts).toHaveLength(2);
  expect(ingest.starts[0]).toMatchObject({ key: KEY, user: "user-7" });
  expect(ingest.starts[1]).toMatchObject({ user: "user-7", attributes: { plan: "pro" } });
  expect(ingest.payloads("playhead.identify")).toEqual([{ user: "user-7", traits: { plan: "pro" } }]);
  expect(ingest.payloads("playhead.track")).toEqual([{ name: "early" }]);
});

test("manual starts when told to, and again after a stop, as another page", async () => {
  const { ingest, site } = stage;
  site.set("/", { tag: `<script src="${ingest.origin}/playhead.js" data-key="${KEY}" data-manual></script>` });
  const page = await stage.open();
  expect(ingest.starts).toHaveLength(0);
  await page.evaluate(() => (window.playhead.start(), window.playhead.flush()));
  expect(ingest.starts[0]).toMatchObject({ manual: true });
  await page.evaluate(() => (window.playhead.stop(), window.playhead.start(), window.playhead.flush()));
  expect(ingest.starts).toHaveLength(2);
  expect(ingest.starts[1]!.session).toBe(ingest.starts[0]!.session);
  expect(ingest.starts[1]!.page).not.toBe(ingest.starts[0]!.page);
  expect(ingest.payloads("playhead.page")).toHaveLength(2);
});

test("bad arguments are told once and never thrown", async () => {
  const page = await stage.record();
  await page.evaluate(() => {
    const { playhead } = window as unknown as { playhead: Record<string, (...args: unknown[]) => void> };
    playhead["identify"]!();
    playhead["identify"]!({});
    playhead["track"]!(7);
    playhead["track"]!("x".repeat(200));
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    playhead["track"]!("cycle", cycle);
    playhead["init"]!();
  });
  await page.evaluate(() => window.playhead.flush());
  expect(stage.errors).toEqual([]);
  expect(stage.console).toHaveLength(1);
  expect(stage.ingest.payloads("playhead.track")).toEqual([]);
});

test("sessionUrl points at the present moment", async () => {
  stage.ingest.onStart = () => yes({ startedAt: Date.now() - 60_000 });
  const page = await stage.record();
  const url = new URL((await page.evaluate(() => window.playhead.sessionUrl()))!);
  expect(url.origin + url.pathname).toBe(`${stage.ingest.origin}/sessions/${stage.ingest.starts[0]!.session}`);
  expect(Number(url.searchParams.get("t"))).toBeGreaterThanOrEqual(60_000);
  expect(Number(url.searchParams.get("t"))).toBeLessThan(75_000);
});
