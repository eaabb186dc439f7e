import { EventType, IncrementalSource } from "../../protocol/events.ts";
import { MASK } from "../../protocol/privacy/mask.ts";
import type { MarkedRange as Range } from "../../protocol/highlight.ts";
import type { Track } from "./track.ts";

/** Looked at for what is selected in the documents of a page: marking a text by hand tells of a selection dozens of times. */
const LOOKED_AT = 200;

/** What was selected after the first `count` events, the latest first; node ids live longer than keyframes. */
export function selectionsAt(track: Track, count: number): (readonly Range[])[] {
  const found: (readonly Range[])[] = [];
  for (let index = count - 1; index >= 0 && found.length < LOOKED_AT; index--) {
    const event = track.events[index]!;
    if (isSelection(event)) found.push((event.data as { ranges: Range[] }).ranges);
  }
  return found;
}

export function isSelection({ type, data }: { type: number; data: unknown }): boolean {
  return type === EventType.IncrementalSnapshot && (data as { source: number }).source === IncrementalSource.Selection;
}

/** A range in a field, told by two ends that are the field itself. Of a hidden value it is known only whether all was selected. */
function selectInField(field: HTMLInputElement, { startOffset, endOffset }: Range): void {
  const all = field.value === MASK && endOffset > 0;
  try {
    field.setSelectionRange(startOffset, all ? MASK.length : endOffset);
  } catch {
    // Fields of this type, dates for example, have no selection of text.
  }
}

/** Selects what the visitor had selected: in each document, what was told of it last. */
export function applySelections(selections: readonly (readonly Range[])[], node: (id: number) => Node | null): void {
  const done = new Set<Document>();
  for (const ranges of selections) {
    const start = ranges[0] ? node(ranges[0].start) : node(1);
    const document = start && (start.ownerDocument ?? (start as Document));
    if (!document || done.has(document)) continue;
    done.add(document);
    const selection = document.getSelection();
    selection?.removeAllRanges();
    for (const range of ranges) applyRange(range, selection, node);
  }
}

function applyRange(range: Range, selection: Selection | null, node: (id: number) => Node | null): void {
  const [start, end] = [node(range.start), node(range.end)];
  if (start && start === end && /^(?:INPUT|TEXTAREA)$/.test(start.nodeName))
    return selectInField(start as HTMLInputElement, range);
  const made = rangeOf(range, node);
  if (made) selection?.addRange(made);
}

/** A range of the picture, as far as its nodes have that much; `null` when they are gone. */
export function rangeOf(range: Range, node: (id: number) => Node | null): globalThis.Range | null {
  const [start, end] = [node(range.start), node(range.end)];
  if (!start || !end) return null;
  const made = (start.ownerDocument ?? (start as Document)).createRange();
  made.setStart(start, Math.min(range.startOffset, lengthOf(start)));
  made.setEnd(end, Math.min(range.endOffset, lengthOf(end)));
  return made;
}

function lengthOf(node: Node): number {
  return node.nodeType === 1 || node.nodeType === 9 ? node.childNodes.length : (node.textContent ?? "").length;
}
