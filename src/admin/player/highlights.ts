import { customPayload, type RecordedEvent } from "../../protocol/events.ts";
import type { Highlights, MarkedRange } from "../../protocol/highlight.ts";
import { rangeOf } from "./selections.ts";
import type { Track } from "./track.ts";

/** What scripts had marked from a moment on. */
export interface HighlightNote extends Highlights {
  at: number;
}

function isRange(value: unknown): value is MarkedRange {
  const { start, startOffset, end, endOffset } = (value ?? {}) as Partial<MarkedRange>;
  return [start, startOffset, end, endOffset].every((each) => Number.isInteger(each) && each! >= 0);
}

/** What an event tells of highlights, as far as it has the right shape; `null` for every other event. */
export function highlightsOf(event: RecordedEvent, at: number): HighlightNote | null {
  const marks = customPayload(event, "playhead.highlight")?.marks;
  if (!Array.isArray(marks)) return null;
  return {
    at,
    marks: marks.flatMap((mark) => {
      const { name, priority, ranges } = (mark ?? {}) as Partial<Highlights["marks"][number]>;
      if (typeof name !== "string" || !Array.isArray(ranges)) return [];
      return { name, priority: Number.isInteger(priority) ? priority! : 0, ranges: ranges.filter(isRange) };
    }),
  };
}

/** What was marked at `time`; `null` when nothing had been. */
export function highlightsAt({ highlights }: Track, time: number): HighlightNote | null {
  return highlights.findLast(({ at }) => at <= time) ?? null;
}

/** Marks it in a document. */
export function applyHighlights(
  note: HighlightNote | null,
  document: Document,
  node: (id: number) => Node | null,
): void {
  const view = document.defaultView as (Window & typeof globalThis) | null;
  if (!view?.CSS.highlights) return;
  view.CSS.highlights.clear();
  for (const { name, priority, ranges } of note?.marks ?? []) {
    const highlight = new view.Highlight(...ranges.flatMap((range) => rangeOf(range, node) ?? []));
    highlight.priority = priority;
    view.CSS.highlights.set(name, highlight);
  }
}
