import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Batch } from "../../../src/protocol/batch.ts";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import { newPolicy } from "../../../src/protocol/new-policy.ts";
import { newRecorderPrivacy } from "../../../src/protocol/privacy/new-privacy.ts";
import { fence, fenceBatch } from "../../../src/worker/ingest/second-fence.ts";
import { snapshotOf } from "../../privacy/tree.ts";

const privacy = newRecorderPrivacy();
const policy = newPolicy("0190c1a2-0000-7000-8000-000000000000", "us", 0);
const custom = (tag: string, payload: object): RecordedEvent => ({ type: 5, data: { tag, payload }, timestamp: 7 });
const CARD = "4242 4242 4242 4242";

describe("the second fence", () => {
  test("counts secrets by what they were and where they stood", () => {
    const { events, changed, report } = fence(
      [
        snapshotOf({ tag: "p", attributes: { title: `pay ${CARD}` }, children: [`${CARD} and jane@example.com`] }),
        custom("playhead.track", {
          name: "paid",
          properties: { card: [CARD, { deep: "4111111111111111" }], n: 4_111_111_111_111_111 },
        }),
        custom("playhead.page", { url: "https://a.example/u/jane@example.com", title: "jane@example.com" }),
      ],
      privacy,
    );
    expect(changed).toBe(true);
    expect(report.redacted).toEqual([
      { kind: "card", place: "attribute:title", count: 1 },
      { kind: "card", place: "text", count: 1 },
      { kind: "email", place: "text", count: 1 },
      { kind: "card", place: "track.properties", count: 3 },
      { kind: "email", place: "page.url", count: 1 },
      { kind: "email", place: "page.title", count: 1 },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/4242 4242|4111|jane/);
  });

  test("leaves the user id that the site chose", () => {
    const { changed } = fence([custom("playhead.identify", { user: "jane@example.com" })], privacy);
    expect(changed).toBe(false);
  });

  test("leaves drawings, style sheets and images", () => {
    const image = `data:image/png;base64,${"4111111111111111".repeat(8)}`;
    const { changed, report } = fence(
      [
        snapshotOf(
          { tag: "svg", children: [{ tag: "path", attributes: { d: "M4111111111111111 0" } }] },
          { tag: "style", children: [".a { width: 4111111111111111px }"] },
          { tag: "img", attributes: { src: image } },
        ),
      ],
      privacy,
    );
    expect(report).toEqual({ redacted: [], masked: 0, dropped: 0 });
    expect(changed).toBe(false);
  });

  test("puts one gap in place of events it does not let through", () => {
    const unknown: RecordedEvent = { type: 3, data: { source: 99 }, timestamp: 5 };
    const { events, report } = fence(
      [unknown, custom("playhead.visibility", { visible: true, focused: true }), unknown],
      privacy,
    );
    expect(events).toEqual([
      {
        type: 5,
        data: { tag: "playhead.gap", payload: { reason: "refused", batches: 0, bytes: 0, events: 2 } },
        timestamp: 5,
      },
      custom("playhead.visibility", { visible: true, focused: true }),
    ]);
    expect(report).toMatchObject({ dropped: 2, masked: 2 });
  });

  test("keeps few rows however many places there are", () => {
    const events = Array.from({ length: 200 }, (_, at) => custom("playhead.track", { name: "x", [`p${at}`]: CARD }));
    const tags = Array.from({ length: 200 }, (_, at) =>
      snapshotOf({ tag: "p", attributes: { [`aria-x${at}`]: CARD } }),
    );
    expect(fence([...events, ...tags], privacy).report.redacted.length).toBeLessThanOrEqual(50);
  });
});

describe("a batch", () => {
  const arrived = { body: new Uint8Array([1]), inflatedBytes: 1 };
  const batch = (...events: RecordedEvent[]): Batch => ({ v: 1, sent: 3, events });

  test("with nothing to take out stays byte for byte what it was", () => {
    const stored = fenceBatch(batch(custom("playhead.visibility", { visible: true, focused: true })), arrived, policy);
    expect(stored.body).toBe(arrived.body);
    expect(stored.summary.masked).toBe(undefined);
  });

  test("is packed again when something was taken out, and summed up as it is then", () => {
    const stored = fenceBatch(
      batch(custom("playhead.page", { url: "https://a.example/?q=1", title: CARD })),
      arrived,
      policy,
    );
    const text = gunzipSync(stored.body).toString();
    expect(JSON.parse(text)).toEqual({
      v: 1,
      sent: 3,
      events: [custom("playhead.page", { url: "https://a.example/", title: "[card]" })],
    });
    expect(stored.inflatedBytes).toBe(Buffer.byteLength(text));
    expect(stored.summary).toMatchObject({
      lastTitle: "[card]",
      lastUrl: "https://a.example/",
      masked: 1,
      redacted: [{ kind: "card", place: "page.title", count: 1 }],
    });
  });
});
