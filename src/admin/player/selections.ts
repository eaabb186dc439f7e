import { EventType, IncrementalSource } from "../../protocol/events.ts";
import { MASK } from "../../protocol/privacy/mask.ts";
import type { Track } from "./track.ts";

interface Range {
  start: number;
  startOffset: number;
  end: number;
  endOffset: number;
}

/** What was selected after the first `count` events; node ids live longer than keyframes. `null`: nothing is known of it. */
export function selectionAt(track: Track, count: number): readonly Range[] | null {
  for (let index = count - 1; index >= 0; index--) {
    const { type, data } = track.events[index]!;
    const { source, ranges } = data as { source: number; ranges: Range[] };
    if (type === EventType.IncrementalSnapshot && source === IncrementalSource.Selection) return ranges;
  }
  return null;
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

/** Selects what the visitor had selected, in whichever document it lies. */
export function applySelection(ranges: readonly Range[], node: (id: number) => Node | null): void {
  const cleared = new Set<Selection>();
  for (const range of ranges) {
    const [start, end] = [node(range.start), node(range.end)];
    if (!start || !end) continue;
    if (start === end && /^(?:INPUT|TEXTAREA)$/.test(start.nodeName)) {
      selectInField(start as HTMLInputElement, range);
      continue;
    }
    const document = start.ownerDocument ?? (start as Document);
    const selection = document.getSelection();
    if (!selection) continue;
    if (!cleared.has(selection)) selection.removeAllRanges();
    cleared.add(selection);
    const made = document.createRange();
    made.setStart(start, Math.min(range.startOffset, lengthOf(start)));
    made.setEnd(end, Math.min(range.endOffset, lengthOf(end)));
    selection.addRange(made);
  }
}

function lengthOf(node: Node): number {
  return node.nodeType === 1 || node.nodeType === 9 ? node.childNodes.length : (node.textContent ?? "").length;
}
