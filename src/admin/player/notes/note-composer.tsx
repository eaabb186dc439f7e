import { Button, Group } from "@mantine/core";
import { IconCrosshair, IconMapPinOff } from "@tabler/icons-react";
import { useState } from "react";
import type { MemberName } from "../../../protocol/note.schema.ts";
import { clockText } from "../../format/time.ts";
import { Failure } from "../../settings/failure.tsx";
import { mentionedIn } from "./mention-text.ts";
import { NoteTextInput } from "./note-text-input.tsx";
import classes from "./notes.module.css";
import type { Draft, useNoteDeeds } from "./use-notes.ts";

/** Writes a note at a moment, about a place if wanted. */
export function NoteComposer({
  draft,
  members,
  deeds,
  placing,
  place,
  close,
}: {
  draft: Draft;
  members: readonly MemberName[];
  deeds: ReturnType<typeof useNoteDeeds>;
  /** The picture waits for somebody to point. */
  placing: boolean;
  /** Starts pointing, stops it, or takes the place away. */
  place: (what: "start" | "stop" | "clear") => void;
  close: () => void;
}) {
  const [text, setText] = useState("");
  const { write } = deeds;
  const submit = () => {
    if (text.trim() === "" || write.isPending) return;
    write.mutate(
      { at: Math.round(draft.at), text, mentions: mentionedIn(text, members), place: draft.place },
      { onSuccess: close },
    );
  };
  return (
    <form
      className={classes["composer"]}
      aria-label={`Note at ${clockText(draft.at)}`}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={classes["when"]}>
        At <strong>{clockText(draft.at)}</strong>
        {draft.place && " · about a place on the page"}
      </div>
      <NoteTextInput value={text} change={setText} members={members} submit={submit} cancel={close} />
      <Failure text={write.isError ? write.error.message : null} />
      <Group gap="xs" justify="space-between">
        {draft.place ? (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconMapPinOff size={13} />}
            onClick={() => place("clear")}
          >
            No place
          </Button>
        ) : (
          <Button
            size="compact-xs"
            variant={placing ? "filled" : "default"}
            leftSection={<IconCrosshair size={13} />}
            aria-pressed={placing}
            onClick={() => place(placing ? "stop" : "start")}
          >
            {placing ? "Click in the picture" : "Point at a place"}
          </Button>
        )}
        <Group gap={6}>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={close}>
            Cancel
          </Button>
          <Button size="compact-xs" type="submit" loading={write.isPending} disabled={text.trim() === ""}>
            Save note
          </Button>
        </Group>
      </Group>
    </form>
  );
}
