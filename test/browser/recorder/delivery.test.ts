import { expect, test } from "vitest";
import { EventType } from "../../../src/protocol/events.ts";
import { accepted, errorReply, type Reply, type Upload, yes } from "./ingest.ts";
import { useStage } from "./stage.ts";

const stage = useStage();

/** Uploads of the page that is open, without the first batch. */
const later = (): Upload[] => stage.ingest.uploads.filter(({ seq }) => seq > 0);

/** Answers the first batch well, and then these in turn; well again when they have run out. */
function script(...replies: Reply[]): void {
  stage.ingest.onBatch = (upload) => (upload.seq === 0 ? accepted : (replies.shift() ?? accepted));
}

async function track(name: string, page: Awaited<ReturnType<typeof stage.record>>): Promise<void> {
  await page.evaluate(async (text) => {
    window.playhead.track(text);
    await window.playhead.flush();
  }, name);
}

test("429 is not repeated before Retry-After", async () => {
  const { ingest } = stage;
  const page = await stage.record();
  script(errorReply(429, "too_many_requests", { "retry-after": "2" }));
  await track("later", page);
  const [refused, taken] = later();
  expect(taken!.at - refused!.at).toBeGreaterThanOrEqual(2_000);
  expect(taken!.body.equals(refused!.body)).toBe(true);
  expect(ingest.payloads("playhead.track")).toEqual([{ name: "later" }]);
});

test("Retry-After as a date holds, for a tail as well", async () => {
  const { ingest } = stage;
  const page = await stage.record();
  script(errorReply(503, "unavailable", { "retry-after": new Date(Date.now() + 3_000).toUTCString() }));
  const refused = page.waitForResponse((response) => response.status() === 503);
  await page.evaluate(() => {
    window.playhead.track("later");
    void window.playhead.flush();
  });
  await (await refused).finished();
  await page.evaluate(() => window.dispatchEvent(new Event("pagehide")));
  await ingest.until(() => later().length === 2, "the repeated batch");
  // An HTTP date has no fractions of a second.
  expect(later()[1]!.at - later()[0]!.at).toBeGreaterThanOrEqual(1_900);
});

test("503 is repeated with the same bytes, and nothing is lost or doubled", async () => {
  const { ingest } = stage;
  const page = await stage.record();
  script(errorReply(503, "unavailable"), { ...accepted, drop: true }, errorReply(500, "internal"));
  await track("once", page);
  const attempts = later();
  expect(attempts).toHaveLength(4);
  expect(attempts.every(({ body, seq }) => seq === 1 && body.equals(attempts[0]!.body))).toBe(true);
  expect(ingest.payloads("playhead.track")).toEqual([{ name: "once" }]);
});

test("413 splits a batch once; an event that is refused alone becomes a gap", async () => {
  const { ingest } = stage;
  const page = await stage.record();
  ingest.onBatch = ({ batch }) =>
    JSON.stringify(batch).includes("huge") ? errorReply(413, "body_too_large") : accepted;
  await page.evaluate(async () => {
    window.playhead.track("before");
    window.playhead.track("huge", { text: "x".repeat(5_000) });
    await window.playhead.flush();
    window.playhead.track("after");
    await window.playhead.flush();
  });
  expect(ingest.payloads("playhead.track").map(({ name }) => name)).toEqual(["before", "after"]);
  expect(ingest.payloads("playhead.gap")).toMatchObject([{ reason: "too_large", batches: 1, events: 1 }]);
  const seqs = ingest.stored.map(({ seq }) => seq);
  expect(seqs).toEqual(seqs.map((_, index) => index));
  expect(ingest.uploads.filter(({ status }) => status === 413)).toHaveLength(2);
});

test("409 says that something is lost, and goes on", async () => {
  const { ingest } = stage;
  const page = await stage.record();
  script(errorReply(409, "batch_conflict"));
  await track("lost", page);
  await track("kept", page);
  expect(ingest.payloads("playhead.track")).toEqual([{ name: "kept" }]);
  expect(ingest.payloads("playhead.gap")).toMatchObject([{ reason: "refused", batches: 1 }]);
  await ingest.until(
    () =>
      ingest.stored.filter(({ batch }) => batch.events.some(({ type }) => type === EventType.FullSnapshot)).length ===
      2,
    "a new snapshot after the gap",
  );
});

test("token_expired gets a new token for the same session", async () => {
  const { ingest } = stage;
  ingest.onStart = (_, nth) => yes({ token: `token-${nth}` });
  const page = await stage.record();
  ingest.onBatch = ({ token }) => (token === "token-1" ? errorReply(401, "token_expired") : accepted);
  await track("renewed", page);
  expect(ingest.starts).toHaveLength(2);
  expect(ingest.starts[1]!.session).toBe(ingest.starts[0]!.session);
  expect(later().map(({ token }) => token)).toEqual(["token-1", "token-2"]);
  expect(ingest.payloads("playhead.track")).toEqual([{ name: "renewed" }]);
});

test("a token is renewed before it ends", async () => {
  const { ingest } = stage;
  ingest.onStart = (_, nth) =>
    yes({ token: `token-${nth}`, tokenExpiresAt: Date.now() + (nth === 1 ? 1_000 : 7_200_000) });
  await stage.record();
  expect(ingest.stored[0]!.token).toBe("token-2");
});

test.each([
  ["410", errorReply(410, "session_deleted")],
  ["403", errorReply(403, "session_full")],
  ["400", errorReply(400, "bad_batch")],
  ["401 for a bad token", errorReply(401, "invalid_token")],
  ["the stop directive", { status: 202, body: { ok: true, stop: "deleted" } }],
])("%s ends recording for good", async (_, reply) => {
  const { ingest } = stage;
  const page = await stage.record();
  script(reply, reply, reply);
  await page.evaluate(() => {
    window.playhead.track("one");
    void window.playhead.flush().catch(() => {});
  });
  await page.waitForFunction(() => window.playhead.sessionId() === null);
  expect(await page.evaluate(() => window.playhead.flush().catch(String))).toContain("not recording");
  const { length } = ingest.requests;
  await page.click("#buy");
  await page.close();
  expect(ingest.requests).toHaveLength(length);
  expect(later()).toHaveLength(1);
  expect(stage.errors).toEqual([]);
});

test("directives: a keyframe is taken, batches come sooner while somebody watches", async () => {
  const { ingest } = stage;
  // So long an interval that only a directive can bring what is tracked without a flush.
  ingest.onStart = () => yes({ interval: 600_000 });
  ingest.onBatch = ({ seq }) => ({
    status: 202,
    body: { ok: true, interval: 50, ...(seq === 1 && { keyframe: true }) },
  });
  const page = await stage.record();
  await track("asks", page);
  await ingest.until(
    () =>
      ingest.stored.filter(({ batch }) => batch.events.some(({ type }) => type === EventType.FullSnapshot)).length ===
      2,
    "the keyframe that was asked for",
  );
  await page.evaluate(() => window.playhead.track("soon"));
  await ingest.until(() => ingest.payloads("playhead.track").length === 2, "the next batch");
  // Nobody watches any more: the answer names no interval, and the session's own counts again.
  ingest.onBatch = () => accepted;
  await page.evaluate(() => window.playhead.track("last"));
  await ingest.until(() => ingest.payloads("playhead.track").length === 3, "the batch that is told");
  await page.evaluate(() => window.playhead.flush());
  await page.evaluate(() => window.playhead.track("waits"));
  await page.waitForTimeout(600);
  expect(ingest.payloads("playhead.track")).toHaveLength(3);
});

test("network down and up again: everything arrives, in order", async () => {
  const { ingest, context } = stage;
  const page = await stage.record();
  await context.setOffline(true);
  await page.evaluate(async () => {
    for (const name of ["a", "b", "c"]) {
      window.playhead.track(name);
      void window.playhead.flush();
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  });
  await context.setOffline(false);
  await page.evaluate(() => window.playhead.flush());
  expect(ingest.payloads("playhead.track").map(({ name }) => name)).toEqual(["a", "b", "c"]);
  const seqs = ingest.stored.map(({ seq }) => seq);
  expect(seqs).toEqual(seqs.map((_, index) => index));
});

test("a server that never answers is given up quietly", async () => {
  const { ingest } = stage;
  ingest.onStart = () => ({ ...yes(), drop: true });
  const page = await stage.open();
  expect(await page.evaluate(() => window.playhead.flush().catch(String))).toContain("not recording");
  // Chromium repeats a request by itself when a connection that it reuses is cut.
  expect(ingest.starts.length).toBeGreaterThanOrEqual(3);
  expect(ingest.starts.length).toBeLessThanOrEqual(6);
  expect(stage.errors).toEqual([]);
  expect(stage.console.filter((line) => line.startsWith("warning"))).toEqual([]);
});

test("batches that never arrive are given up quietly", async () => {
  const { ingest } = stage;
  ingest.onBatch = () => ({ ...accepted, drop: true });
  const page = await stage.open();
  expect(await page.evaluate(() => window.playhead.flush().catch(String))).toContain("cannot be reached");
  // Chromium repeats a request by itself when a connection that it reuses is cut.
  expect(ingest.uploads.length).toBeGreaterThanOrEqual(3);
  expect(ingest.uploads.length).toBeLessThanOrEqual(6);
  expect(stage.errors).toEqual([]);
});

test("one request at a time, in order", async () => {
  const { ingest } = stage;
  const page = await stage.record();
  ingest.onBatch = () => ({ ...accepted, delay: 100 });
  await page.evaluate(async () => {
    for (let i = 0; i < 5; i++) {
      window.playhead.track(`event ${i}`);
      void window.playhead.flush();
    }
    await window.playhead.flush();
  });
  const sent = later();
  expect(sent.map(({ seq }) => seq)).toEqual(sent.map((_, index) => index + 1));
  for (let i = 1; i < sent.length; i++) expect(sent[i]!.at - sent[i - 1]!.at).toBeGreaterThanOrEqual(95);
});
