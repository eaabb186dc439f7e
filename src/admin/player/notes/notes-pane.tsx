import { Button } from "@mantine/core";
import { IconMessagePlus } from "@tabler/icons-react";
import { useMemo } from "react";
import type { Note } from "../../../protocol/note.schema.ts";
import { useMe } from "../../shell/use-me.ts";
import { useNow } from "../../shell/use-now.ts";
import { ErrorNote } from "../../shell/error-note.tsx";
import { PaneTools } from "../panes/pane-tools.tsx";
import panes from "../panes/panes.module.css";
import { useFilter, type Filtering } from "../panes/use-filter.ts";
import type { Playback } from "../playback.ts";
import { useStore } from "../store.ts";
import { NoteCard } from "./note-card.tsx";
import { NoteComposer } from "./note-composer.tsx";
import classes from "./notes.module.css";
import { NEAR_MS } from "./pins.tsx";
import { useMemberNames, useNoteDeeds, type Draft, type useNotes } from "./use-notes.ts";

const NO_NOTES: readonly Note[] = [];

function filtering(me: string | undefined): Filtering<Note> {
  return {
    sortOf: ({ resolvedAt, mentions }) =>
      resolvedAt !== null ? "resolved" : mentions.some(({ user }) => user === me) ? "me" : "open",
    labels: { me: "Open, for me", open: "Open", resolved: "Resolved" },
    textOf: ({ text, authorName }) => `${text} ${authorName ?? ""}`,
  };
}

/** The notes of a session, in the order of their moments, and a new one while it is written. */
export function NotesPane({
  session,
  playback,
  notes,
  draft,
  setDraft,
  start,
  placing,
  setPlacing,
}: {
  session: string;
  playback: Playback;
  notes: ReturnType<typeof useNotes>;
  draft: Draft | null;
  setDraft: (draft: Draft | null) => void;
  /** Begins a note at the moment shown. */
  start: () => void;
  placing: boolean;
  setPlacing: (placing: boolean) => void;
}) {
  const me = useMe();
  const may = me?.permissions.includes("annotate") ?? false;
  const members = useMemberNames(may);
  const deeds = useNoteDeeds(session);
  const now = useNow(30_000);
  const second = useStore(playback.store, ({ clock }) => Math.round(clock.time / 500) * 500);
  const all = notes.data ?? NO_NOTES;
  const own = useMemo(() => filtering(me?.user?.id), [me?.user?.id]);
  const { shown, tools } = useFilter(all, own);
  const close = () => {
    setDraft(null);
    setPlacing(false);
  };
  return (
    <div className={panes["pane"]}>
      <PaneTools what="notes" {...tools} />
      {may && !draft && (
        <Button
          size="xs"
          variant="light"
          mx="xs"
          mb="xs"
          leftSection={<IconMessagePlus size={15} aria-hidden />}
          onClick={start}
        >
          Write a note at this moment
        </Button>
      )}
      {draft && (
        <NoteComposer
          key={draft.at}
          draft={draft}
          members={members}
          deeds={deeds}
          placing={placing}
          place={(what) => {
            setPlacing(what === "start");
            if (what === "clear") setDraft({ ...draft, place: null });
          }}
          close={close}
        />
      )}
      {notes.isError && (
        <ErrorNote title="The notes can't be read" error={notes.error} retry={() => void notes.refetch()} />
      )}
      <div className={classes["scroll"]} tabIndex={0} role="region" aria-label="Notes">
        {notes.isSuccess && shown.length === 0 && (
          <p className={panes["none"]}>
            {all.length > 0
              ? "No note matches. Use fewer words, or list more kinds."
              : may
                ? "Nobody has written a note yet. Press M at any moment to write one."
                : "Nobody has written a note yet."}
          </p>
        )}
        {notes.isPending && <p className={panes["none"]}>Loading…</p>}
        <ul className={classes["cards"]}>
          {shown.map((note) => (
            <NoteCard
              key={note.id}
              note={note}
              now={now}
              near={Math.abs(second - note.at) <= NEAR_MS}
              may={may}
              members={members}
              deeds={deeds}
              seek={(at) => playback.seek(at, { pause: true })}
            />
          ))}
        </ul>
      </div>
    </div>
  );
}
