import { EventType, IncrementalSource, MouseInteraction, type RecordedEvent } from "../../protocol/events.ts";
import type { Focus } from "./focus.ts";
import { applyHighlights, highlightsAt, type HighlightNote } from "./highlights.ts";
import type { Picture } from "./picture.ts";
import { createPointerLayer } from "./pointer-layer.ts";
import { rootOf } from "./pointed-root.ts";
import { createStateMarks } from "./pointing.ts";
import { rootsIn } from "./roots.ts";
import { createSheets } from "./sheets.ts";
import { mediaAt, pointerAt, type PointerSample, type Track } from "./track.ts";

/** rrweb's sources that change what style sheets there are: mutations and three kinds of changed sheets. */
const STYLING = new Set<number>([IncrementalSource.Mutation, 8, 13, 15]);

/** What the picture owes to the visitor's window and not to its document: how it answers media queries, the pointer, the focus. */
export interface Look {
  /** After `fresh` events of the track have been applied, its first `count` by now. */
  see(track: Track, keyframe: number, count: number, time: number, fresh: readonly RecordedEvent[]): void;
  /** Style sheets may have come by themselves. */
  again(): void;
  /** Something may have moved under the pointer. */
  point(): void;
  focus(focus: Focus): void;
}

/** Whether a mouse button was down after the first `count` events. */
function pressedAt(track: Track, keyframe: number, count: number): boolean {
  for (let index = count - 1; index > keyframe; index--) {
    const { type, data } = track.events[index]!;
    const { source, type: kind } = data as { source: number; type: number };
    // What is dragged is not pressed, and its end is told by nothing else.
    if (type === EventType.IncrementalSnapshot && source === IncrementalSource.Drag) return false;
    if (type !== EventType.IncrementalSnapshot || source !== IncrementalSource.MouseInteraction) continue;
    if (kind === MouseInteraction.MouseDown) return true;
    if (kind === MouseInteraction.MouseUp || kind === MouseInteraction.Click) return false;
  }
  return false;
}

export function createLook(picture: Picture, guarded: (step: () => void) => void): Look {
  const sheets = createSheets();
  const marks = createStateMarks();
  const layer = createPointerLayer(picture);
  let sample: PointerSample | null = null;
  /** The document that the pointer is in, when what it was over is gone. */
  let root: number | undefined;
  let pressed = false;
  let fresh = true;
  let media: ReturnType<typeof mediaAt> = null;
  let marked: HighlightNote | null = null;

  function rewrite(deep: boolean): void {
    const document = picture.document();
    if (document) guarded(() => sheets.rewrite(rootsIn(document), media, deep));
  }

  function highlight(next: HighlightNote | null, anew: boolean): void {
    const document = picture.document();
    if (!document || (next === marked && !(anew && next))) return;
    marked = next;
    guarded(() => applyHighlights(next, document, picture.node));
  }

  function point(): void {
    const document = picture.document();
    if (!document) return;
    const node = sample && (picture.node(sample.id) ?? (root === undefined ? null : picture.node(root)) ?? document);
    const at = node && { ...sample!, node, fresh, pressed };
    guarded(() => marks.point(at, document));
  }

  return {
    see(track, keyframe, count, time, events) {
      guarded(() => layer.draw(track, time));
      const facts = mediaAt(track, time);
      picture.bars((facts?.bar ?? 0) > 0);
      const changes = events.flatMap(({ type, data }) =>
        type === EventType.FullSnapshot
          ? [0]
          : type === EventType.IncrementalSnapshot
            ? [(data as { source: number }).source]
            : [],
      );
      if (facts !== media || changes.some((source) => STYLING.has(source))) {
        media = facts;
        rewrite(changes.some((source) => source === 8 || source === 15));
      }
      highlight(
        highlightsAt(track, time),
        events.some(({ type }) => type === EventType.FullSnapshot),
      );
      const next = pointerAt(track, time);
      const moved = next !== sample;
      if (!moved && events.length === 0) return;
      sample = next;
      root = next && next.id > 0 && !picture.node(next.id) ? rootOf(track, keyframe, count, next.id) : undefined;
      if (moved && next) picture.point(next);
      pressed = pressedAt(track, keyframe, count);
      fresh = next !== null && (track.at[count - 1] ?? 0) <= next.at;
      point();
    },
    again: () => rewrite(true),
    point,
    focus({ id, ring }) {
      const node = id ? picture.node(id) : null;
      marks.focus(node?.nodeType === 1 ? (node as Element) : null, ring);
    },
  };
}
