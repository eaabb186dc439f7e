import { expect, test } from "vitest";
import { withBatch } from "../../../src/durable-objects/session-changes.ts";
import { sessionRecord } from "../../../src/durable-objects/session-record.ts";
import type { IncomingBatch, SessionIdentity, SessionState } from "../../../src/durable-objects/recording-types.ts";
import { summarise } from "../../../src/protocol/summary.ts";
import type { RecordedEvent } from "../../../src/protocol/events.ts";

const identity: SessionIdentity = {
  tenant: "t",
  session: "s",
  region: "us",
  environment: "production",
  visitor: "v",
  level: "playback",
  reason: "recorded",
  policyVersion: 1,
  user: null,
  startedAt: 0,
  retentionDays: 30,
};
const fresh: SessionState = { identity, context: null, user: null, ended: false, version: 0, projected: 0 };
const level = (to: string, reason: string): RecordedEvent => ({
  type: 5,
  data: { tag: "playhead.level", payload: { level: to, reason } },
  timestamp: 1,
});
const keyframe: RecordedEvent = { type: 2, data: { node: {} }, timestamp: 1 };

/** Level and reason in the list, after batches with these events. */
function after(...batches: RecordedEvent[][]): string {
  let state = fresh;
  for (const [seq, events] of batches.entries()) {
    const batch: IncomingBatch = {
      page: "p",
      seq,
      sha256: "",
      body: new Uint8Array(),
      inflatedBytes: 0,
      summary: summarise(events),
    };
    state = withBatch(state, identity, batch, 1);
  }
  const totals = {
    batches: 0,
    wireBytes: 0,
    events: 0,
    clicks: 0,
    inputs: 0,
    navigations: 0,
    from: 0,
    to: 0,
    receivedAt: 0,
    lastArrival: 0,
  };
  const row = sessionRecord(state, totals, [], 0);
  return `${row.level} ${row.reason}`;
}

test.each<[string, RecordedEvent[][], string]>([
  ["one that is recorded as it was let in", [[keyframe]], "playback recorded"],
  ["a page that was too large from the start", [[level("dxa", "page_too_large")]], "dxa page_too_large"],
  ["one that became too much", [[keyframe], [level("dxa", "too_slow")]], "playback too_slow"],
  ["one that came back", [[keyframe], [level("dxa", "too_slow")], [level("playback", "calm")]], "playback recorded"],
  ["one whose next page is fine", [[level("dxa", "page_too_large")], [keyframe]], "playback page_too_large"],
  ["a level that is none", [[level("nonsense", "x")]], "playback recorded"],
])("the list says of %s why it is at its level", (_, batches, said) => {
  expect(after(...batches)).toBe(said);
});
