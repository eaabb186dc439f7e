import { gzipSync } from "node:zlib";
import {
  EventType,
  batchText,
  judgeEvents,
  newReactionRules,
  summarise,
  type Batch,
  type BatchSummary,
  type ReactionRules,
  type RecordedEvent,
} from "../../protocol/index.ts";
import { filterEvent } from "../../protocol/privacy/filter.ts";
import type { Policy } from "../../protocol/policy.schema.ts";
import type { RecorderPrivacy } from "../../protocol/privacy/privacy.schema.ts";
import { RedactionCount, redactEvent, type Redacted } from "../../protocol/privacy/redact-event.ts";

/** What came through the fence. */
export interface Fenced {
  events: RecordedEvent[];
  /** Whether they are other than what came in. */
  changed: boolean;
  report: { redacted: Redacted[]; masked: number; dropped: number };
}

/**
 * Filters events that came in once more, with what the tenant has decided and without trust in the recorder, and takes secrets out
 * of what is left; then says which clicks were rage and which were dead. Changes the events in place. Where an event is dropped, the first time a `playhead.gap` stands in for all.
 */
export function fence(
  events: readonly RecordedEvent[],
  privacy: RecorderPrivacy,
  rules: ReactionRules = newReactionRules(),
): Fenced {
  const count = new RedactionCount();
  const kept: RecordedEvent[] = [];
  const gap = { reason: "refused" as const, batches: 0, bytes: 0, events: 0 };
  let masked = 0;
  let secrets = false;
  for (const event of events) {
    const { timestamp } = event;
    if (filterEvent(event, privacy, undefined, () => masked++)) {
      if (redactEvent(event, count)) secrets = true;
      kept.push(event);
    } else if (!gap.events++)
      kept.push({ type: EventType.Custom, data: { tag: "playhead.gap", payload: gap }, timestamp });
  }
  const judged = judgeEvents(kept, rules);
  return {
    events: judged ?? kept,
    changed: masked > 0 || secrets || judged !== null,
    report: { redacted: count.list(), masked, dropped: gap.events },
  };
}

/** What is stored of a batch. */
interface Stored {
  body: Uint8Array;
  inflatedBytes: number;
  summary: BatchSummary;
}

/** A batch after the fence: as it came in when nothing was to be done, else what is left of it, packed again. */
export function fenceBatch(
  { sent, events }: Batch,
  arrived: { body: Uint8Array; inflatedBytes: number },
  { privacy, signals }: Pick<Policy, "privacy" | "signals">,
): Stored {
  const { events: kept, changed, report } = fence(events, privacy, signals);
  const summary: BatchSummary = {
    ...summarise(kept),
    ...(report.redacted.length > 0 && { redacted: report.redacted }),
    ...(report.masked > 0 && { masked: report.masked }),
  };
  if (!changed) return { ...arrived, summary };
  const text = new TextEncoder().encode(
    batchText(
      sent,
      kept.map((event) => JSON.stringify(event)),
    ),
  );
  return { body: gzipSync(text), inflatedBytes: text.byteLength, summary };
}
