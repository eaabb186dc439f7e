import { useMemo } from "react";
import type { Note } from "../../protocol/note.schema.ts";
import type { Playback } from "./playback.ts";
import { useOptional } from "./store.ts";
import { markedOf, type Marked } from "./timeline/marks.ts";
import type { TimelineItem } from "./timeline.ts";

const NO_ITEMS: readonly TimelineItem[] = [];
const NO_NOTES: readonly Note[] = [];

/** Everything in a session that is marked on its line of time. */
export function useMarked(playback: Playback | null, notes: readonly Note[] = NO_NOTES): Marked[] {
  const items = useOptional(playback?.store, ({ overview }) => overview.items) ?? NO_ITEMS;
  const startedAt = useOptional(playback?.store, ({ manifest }) => manifest?.session.startedAt ?? 0) ?? 0;
  return useMemo(() => markedOf(items, startedAt, notes), [items, startedAt, notes]);
}
