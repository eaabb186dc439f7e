import { useCallback, useState } from "react";
import type { NotePlace } from "../../../protocol/note.schema.ts";
import { useMe } from "../../shell/use-me.ts";
import type { Playback } from "../playback.ts";
import type { Draft } from "./use-notes.ts";

/** The note that is being written on a session, and whether somebody is to point at its place. */
export function useDraft(session: string, playback: Playback | null) {
  const may = useMe()?.permissions.includes("annotate") ?? false;
  const [kept, keep] = useState<{ session: string; draft: Draft | null; placing: boolean }>({
    session,
    draft: null,
    placing: false,
  });
  // What was begun on another session is not about this one.
  const { draft, placing } = kept.session === session ? kept : { draft: null, placing: false };

  const setDraft = useCallback(
    (next: Draft | null) => keep((before) => ({ ...before, session, draft: next, placing: before.placing && !!next })),
    [session],
  );
  const setPlacing = useCallback((next: boolean) => keep((before) => ({ ...before, placing: next })), []);
  const start = useCallback(() => {
    if (!playback) return;
    playback.pause();
    setDraft({ at: playback.store.get().clock.time, place: null });
  }, [playback, setDraft]);
  const placed = useCallback(
    (place: NotePlace) =>
      keep((before) => (before.draft ? { ...before, draft: { ...before.draft, place }, placing: false } : before)),
    [],
  );
  return { may, draft, placing, setDraft, setPlacing, start, placed };
}
