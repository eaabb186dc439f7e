import { SELF } from "cloudflare:test";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { LIMITS, uuidv7, type ErrorBody } from "../../src/protocol/index.ts";
import type { StartResponse } from "../../src/protocol/start.schema.ts";
import {
  ORIGIN,
  admitted,
  batchUrl,
  makeEvents,
  makeTenant,
  postBatch,
  postStart,
  startBody,
  wireText,
} from "./builders.ts";

async function refusal(response: Response): Promise<[number, string]> {
  const { error } = (await response.json()) as ErrorBody;
  expect(error.message.length).toBeGreaterThan(10);
  expect(error.requestId).toBeTruthy();
  return [response.status, error.code];
}

describe("POST /v1/sessions", () => {
  it("lets a visit in: level, reason, token, recorder, and the same again for the same session", async () => {
    const { key } = await makeTenant();
    const body = startBody(key);
    const response = await postStart(body);
    expect(response.status).toBe(200);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe("*");
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    const first = (await response.json()) as Extract<StartResponse, { token: string }>;
    expect(first).toMatchObject({ level: "playback", reason: "recorded" });
    expect(first.recorder).toMatch(/^\/r\/recorder-[0-9a-f]{8}\.js$/);
    const second = (await (await postStart(body)).json()) as typeof first;
    expect(second.startedAt).toBe(first.startedAt);
  });

  it.each([
    ["environment_off", { level: "off" as const }],
    ["no_segment", { segments: [] }],
    ["origin_not_allowed", { origins: ["https://shop.example.com"] }],
  ])("says no with the reason %s, also out of the edge's copy", async (reason, environment) => {
    const { key } = await makeTenant(environment);
    for (let i = 0; i < 2; i++) {
      const answer = (await (await postStart(startBody(key))).json()) as StartResponse;
      expect(answer).toMatchObject({ level: "off", reason });
      expect(answer).not.toHaveProperty("token");
    }
  });

  it("refuses a session id whose time a visit of now cannot have", async () => {
    const { key } = await makeTenant();
    const hour = 3_600_000;
    for (const off of [-26 * hour, 2 * hour]) {
      const answer = await (await postStart(startBody(key, { session: uuidv7(Date.now() + off) }))).json();
      expect(answer).toMatchObject({ level: "off", reason: "session_expired" });
    }
    for (const off of [-23 * hour, 0.5 * hour]) {
      const answer = await (await postStart(startBody(key, { session: uuidv7(Date.now() + off) }))).json();
      expect(answer).toMatchObject({ level: "playback" });
    }
  });

  it("stops at the quota, lets a running visit go on, and counts a repeated ask once", async () => {
    const { key } = await makeTenant({}, { sessions: 2 });
    const first = startBody(key);
    for (const body of [first, first, startBody(key)])
      expect(await (await postStart(body)).json()).toMatchObject({ level: "playback" });
    expect(await (await postStart(startBody(key))).json()).toMatchObject({ level: "off", reason: "quota_reached" });
    expect(await (await postStart(first)).json()).toMatchObject({ level: "playback" });
  });

  it("never lets in more than the quota, however many ask at once", async () => {
    const { key } = await makeTenant({}, { sessions: 25 });
    const answers = await Promise.all(
      Array.from({ length: 100 }, async () => (await (await postStart(startBody(key))).json()) as StartResponse),
    );
    expect(answers.filter((answer) => answer.level === "playback")).toHaveLength(25);
  });

  it("does not tell a malformed key from an unknown one, and remembers neither as a tenant", async () => {
    const { key } = await makeTenant();
    const unknown = `${key.slice(0, -4)}zzzz`;
    const nobody = `ph_us_${"0".repeat(12)}7${"0".repeat(3)}8${"0".repeat(15)}_${"a".repeat(24)}`;
    const messages = new Set<string>();
    for (const bad of ["nonsense", unknown, unknown, nobody]) {
      const response = await postStart(startBody(bad));
      expect(response.status).toBe(401);
      const { error } = (await response.json()) as ErrorBody;
      expect(error.code).toBe("invalid_key");
      messages.add(error.message);
    }
    expect(messages.size).toBe(1);
  });

  it.each<[string, unknown, number, string]>([
    ["no JSON", "{", 400, "bad_json"],
    ["an array", [], 400, "bad_request"],
    ["an unknown field", { ...startBody("k"), extra: 1 }, 400, "bad_request"],
    ["a session that is no UUID", startBody("k", { session: "1" }), 400, "bad_request"],
    ["too much", { ...startBody("k"), url: "x".repeat(LIMITS.startBodyBytes) }, 413, "body_too_large"],
  ])("refuses %s with a 4xx that says what to do", async (_name, body, status, code) => {
    expect(await refusal(await postStart(body))).toEqual([status, code]);
  });
});

describe("POST /v1/sessions/:id/batches", () => {
  async function ready() {
    const { key } = await makeTenant();
    const { body, answer } = await admitted(key);
    const page = uuidv7();
    return {
      session: body.session,
      page,
      token: answer.token,
      url: (seq: number | string) => batchUrl(body.session, page, seq, answer.token),
    };
  }

  it("takes gzip and plain bodies with 202, and the same again", async () => {
    const { url } = await ready();
    const text = wireText(makeEvents(0));
    for (const body of [gzipSync(text), text, gzipSync(text, { level: 1 })]) {
      const response = await postBatch(url(0), body);
      expect(response.status).toBe(202);
      expect(await response.json()).toEqual({ ok: true });
      expect(response.headers.get("Access-Control-Allow-Origin")).toBe("*");
    }
  });

  it("answers a document without a snapshot with the directive to take one", async () => {
    const { url } = await ready();
    expect(await (await postBatch(url(3), wireText(makeEvents(3)))).json()).toEqual({ ok: true, keyframe: true });
  });

  it("refuses every token but the session's own, before it reads the body", async () => {
    const { session, page, token, url } = await ready();
    const other = await ready();
    let pulled = 0;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          if (++pulled > 64) controller.error(new Error("read too far"));
          else controller.enqueue(new Uint8Array(65_536));
        },
      });
    const flipped = token.slice(0, -2) + (token.endsWith("AA") ? "BB" : "AA");
    for (const bad of [
      "",
      "v1.e30.e30",
      flipped,
      `${token}x`,
      token.replace("v1.", "v2."),
      other.token,
      "x".repeat(5_000),
    ]) {
      expect((await refusal(await postBatch(batchUrl(session, page, 0, bad), endless()))).at(0)).toBe(401);
    }
    expect(pulled).toBeLessThan(64);
    expect((await postBatch(url(0), wireText(makeEvents(0)))).status).toBe(202);
  });

  it("refuses every single flipped bit of a token's payload and signature", async () => {
    const { session, page, token } = await ready();
    for (let i = 3; i < token.length; i += 7) {
      const char = token[i] === "A" ? "B" : "A";
      const response = await postBatch(batchUrl(session, page, 0, token.slice(0, i) + char + token.slice(i + 1)), "x");
      expect(response.status).toBe(401);
      await response.body?.cancel();
    }
  });

  const deep = (levels: number) =>
    `{"v":1,"sent":1,"events":[{"type":5,"data":{"tag":"x","payload":${"[".repeat(levels)}${"]".repeat(levels)}},"timestamp":1}]}`;
  it.each<[string, string | Uint8Array, number, string]>([
    ["an empty body", "", 400, "bad_json"],
    ["truncated gzip", gzipSync(wireText(makeEvents(0))).subarray(0, 60), 400, "bad_gzip"],
    ["gzip with something after it", new Uint8Array([...gzipSync(wireText(makeEvents(0))), 1, 2, 3]), 400, "bad_gzip"],
    ["two gzip members", new Uint8Array([...gzipSync("{"), ...gzipSync("}")]), 400, "bad_gzip"],
    ["a gzip bomb", gzipSync("[".padEnd(64 * 1024 * 1024, " ")), 413, "inflated_too_large"],
    ["too many bytes", new Uint8Array(LIMITS.batchWireBytes + 1).fill(32), 413, "body_too_large"],
    ["no JSON", "{nope}", 400, "bad_json"],
    ["broken UTF-8", new Uint8Array([0x7b, 0xff, 0x7d]), 400, "bad_json"],
    ["two lines", `{"v":1,\n"sent":1,"events":[]}`, 400, "bad_batch"],
    ["no events", `{"v":1,"sent":1,"events":[]}`, 400, "bad_batch"],
    ["another version", `{"v":2,"sent":1,"events":[{}]}`, 400, "bad_batch"],
    ["an unknown key", `{"v":1,"sent":1,"events":[{"type":0,"data":{},"timestamp":1}],"x":1}`, 400, "bad_batch"],
    ["an event without type", `{"v":1,"sent":1,"events":[{"data":{},"timestamp":1}]}`, 400, "bad_batch"],
    ["an event type that is none", `{"v":1,"sent":1,"events":[{"type":99,"data":{},"timestamp":1}]}`, 400, "bad_batch"],
    ["an infinite timestamp", `{"v":1,"sent":1,"events":[{"type":0,"data":{},"timestamp":1e999}]}`, 400, "bad_batch"],
    ["a snapshot without node", `{"v":1,"sent":1,"events":[{"type":2,"data":{},"timestamp":1}]}`, 400, "bad_batch"],
    [
      "__proto__ as a key of an event",
      `{"v":1,"sent":1,"events":[{"type":0,"data":{},"timestamp":1,"__proto__":{}}]}`,
      400,
      "bad_batch",
    ],
    [
      "too many events",
      `{"v":1,"sent":1,"events":[${Array.from({ length: LIMITS.batchEvents + 1 }, () => '{"type":0,"data":{},"timestamp":1}').join()}]}`,
      400,
      "bad_batch",
    ],
    ["nesting over the bound", deep(LIMITS.batchDepth), 400, "bad_batch"],
    ["nesting of 200,000", deep(200_000), 400, "bad_batch"],
  ])("refuses %s with a 4xx", async (_name, body, status, code) => {
    const { url } = await ready();
    expect(await refusal(await postBatch(url(0), body as BodyInit))).toEqual([status, code]);
    // What was refused is not there: the number is free.
    expect((await postBatch(url(0), wireText(makeEvents(0)))).status).toBe(202);
  });

  it("takes nesting up to the bound", async () => {
    const { url } = await ready();
    expect((await postBatch(url(0), deep(LIMITS.batchDepth - 5))).status).toBe(202);
  });

  it.each(["", "-1", "1.5", "x", "1048576", "99999999999"])("refuses the number %j", async (seq) => {
    const { url } = await ready();
    expect(await refusal(await postBatch(url(seq), wireText(makeEvents(0))))).toEqual([400, "bad_request"]);
  });

  it("refuses other content under the same number with 409", async () => {
    const { url } = await ready();
    expect((await postBatch(url(0), wireText(makeEvents(0)))).status).toBe(202);
    expect(await refusal(await postBatch(url(0), wireText(makeEvents(0, 6))))).toEqual([409, "batch_conflict"]);
  });

  it("answers what it does not know with 404 in the one error body", async () => {
    expect(await refusal(await SELF.fetch("http://playhead.test/v1/nothing", { headers: { Origin: ORIGIN } }))).toEqual(
      [404, "not_found"],
    );
    expect(await refusal(await SELF.fetch("http://playhead.test/v1/sessions"))).toEqual([404, "not_found"]);
  });
});
