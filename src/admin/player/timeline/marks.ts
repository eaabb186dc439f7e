import type { ItemKind, TimelineItem } from "../timeline.ts";
import { partOf, type View } from "./zoom.ts";

/** What is marked on the line of time, the weightiest first: a mark for several things looks like the weightiest of them. */
export const MARK_KINDS = ["note", "error", "rage", "dead", "gap", "level", "form", "custom", "page"] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

const MARK_OF: Partial<Record<ItemKind, MarkKind>> = {
  error: "error",
  request: "error",
  rage: "rage",
  dead: "dead",
  gap: "gap",
  level: "level",
  custom: "custom",
  identify: "custom",
  page: "page",
  navigation: "page",
};

/** Something at a moment: an event of the list, or a note. */
export interface Marked {
  /** Milliseconds since the session began. */
  at: number;
  kind: MarkKind;
  item: Pick<TimelineItem, "kind" | "text" | "detail"> | null;
  text: string;
}

export interface Mark {
  /** From 0 to 1 in the view. */
  part: number;
  kind: MarkKind;
  marked: Marked[];
}

/** The mark that an event of the list gets; `null` when it gets none. */
export function markKindOf(item: TimelineItem): MarkKind | null {
  if (item.kind === "form") return item.failed ? "form" : null;
  if (item.kind === "console") return item.detail === "error" ? "error" : null;
  return MARK_OF[item.kind] ?? null;
}

/** What can be marked, in order of time. */
export function markedOf(
  items: readonly TimelineItem[],
  startedAt: number,
  notes: readonly { at: number; text: string }[],
): Marked[] {
  const marked: Marked[] = notes.map(({ at, text }) => ({ at, kind: "note", item: null, text }));
  for (const item of items) {
    const kind = markKindOf(item);
    if (kind) marked.push({ at: Math.max(0, item.timestamp - startedAt), kind, item, text: item.text });
  }
  return marked.toSorted((a, b) => a.at - b.at);
}

function weightiest(marked: readonly Marked[]): MarkKind {
  return MARK_KINDS.find((kind) => marked.some((each) => each.kind === kind))!;
}

/** What lies closer together than `grain` (a part of the view) is one mark, which stands where the first of it is. */
export function marksOf(marked: readonly Marked[], view: View, hidden: readonly MarkKind[], grain: number): Mark[] {
  const marks: Mark[] = [];
  for (const each of marked) {
    const part = partOf(view, each.at);
    if (part < 0 || part > 1 || hidden.includes(each.kind)) continue;
    const last = marks.at(-1);
    if (last && part - last.part < grain) last.marked.push(each);
    else marks.push({ part, kind: each.kind, marked: [each] });
  }
  for (const mark of marks) mark.kind = weightiest(mark.marked);
  return marks;
}

/** The next thing marked after a moment, or the last before it. */
export function neighbourOf(
  marked: readonly Marked[],
  hidden: readonly MarkKind[],
  time: number,
  direction: 1 | -1,
  only?: MarkKind,
): Marked | null {
  // The moment shown may be a fraction off the one that was asked for.
  const slack = 20;
  const shown = marked.filter(({ kind }) => (only ? kind === only : !hidden.includes(kind)));
  return (
    (direction > 0 ? shown.find(({ at }) => at > time + slack) : shown.findLast(({ at }) => at < time - slack)) ?? null
  );
}
