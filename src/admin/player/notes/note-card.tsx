import { ActionIcon, Badge, Button, Group, Menu } from "@mantine/core";
import { IconCheck, IconDots, IconLink, IconMapPin, IconPencil, IconRotate, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { MemberName, Note } from "../../../protocol/note.schema.ts";
import { clockText, relativeText } from "../../format/time.ts";
import { Failure } from "../../settings/failure.tsx";
import { copyLinkTo } from "../copy-link.ts";
import { mentionedIn, piecesOf } from "./mention-text.ts";
import { NoteTextInput } from "./note-text-input.tsx";
import classes from "./notes.module.css";
import type { useNoteDeeds } from "./use-notes.ts";

type Deeds = ReturnType<typeof useNoteDeeds>;

function Editing({
  note,
  members,
  deeds: { change },
  close,
}: {
  note: Note;
  members: readonly MemberName[];
  deeds: Deeds;
  close: () => void;
}) {
  const [text, setText] = useState(note.text);
  const save = () => {
    if (text.trim() === "") return;
    change.mutate({ id: note.id, text, mentions: mentionedIn(text, members) }, { onSuccess: close });
  };
  return (
    <>
      <NoteTextInput value={text} change={setText} members={members} submit={save} cancel={close} />
      <Group gap={6} justify="flex-end">
        <Button size="compact-xs" variant="subtle" color="gray" onClick={close}>
          Cancel
        </Button>
        <Button size="compact-xs" loading={change.isPending} disabled={text.trim() === ""} onClick={save}>
          Save
        </Button>
      </Group>
    </>
  );
}

/** One note, with what the reader may do with it. */
export function NoteCard({
  note,
  now,
  near,
  may,
  members,
  deeds,
  seek,
}: {
  note: Note;
  now: number;
  /** The moment played is at the note. */
  near: boolean;
  /** Whether the reader may write notes. */
  may: boolean;
  members: readonly MemberName[];
  deeds: Deeds;
  seek: (at: number) => void;
}) {
  const [editing, setEditing] = useState(false);
  const author = note.authorName ?? (note.author.startsWith("key:") ? "An API key" : "A former member");
  const resolved = note.resolvedAt !== null;
  const { change, remove } = deeds;
  const fault = change.variables?.id === note.id ? change.error : remove.variables === note.id ? remove.error : null;
  return (
    <li className={classes["card"]} data-near={near ? "" : undefined} data-resolved={resolved ? "" : undefined}>
      <div className={classes["cardHead"]}>
        <Button
          size="compact-xs"
          variant="light"
          className="number"
          leftSection={note.place && <IconMapPin size={12} aria-label="about a place" />}
          onClick={() => seek(note.at)}
        >
          {clockText(note.at)}
        </Button>
        <strong className="cut">{author}</strong>
        <span className="faint">
          {relativeText(note.createdAt, now)}
          {note.editedAt !== null && ", edited"}
        </span>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={`What to do with the note of ${author}`}
              ml="auto"
            >
              <IconDots size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconLink size={14} />} onClick={() => void copyLinkTo(note.at, true)}>
              Copy link
            </Menu.Item>
            {note.mayEdit && (
              <Menu.Item leftSection={<IconPencil size={14} />} onClick={() => setEditing(true)}>
                Change
              </Menu.Item>
            )}
            {note.mayDelete && (
              <Menu.Item leftSection={<IconTrash size={14} />} color="red" onClick={() => remove.mutate(note.id)}>
                Take away
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </div>
      {editing ? (
        <Editing note={note} members={members} deeds={deeds} close={() => setEditing(false)} />
      ) : (
        <p className={classes["text"]}>
          {piecesOf(note.text, note.mentions).map((piece, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- pieces have no other identity than their place
            <span key={index} className={piece.user ? classes["mention"] : undefined}>
              {piece.text}
            </span>
          ))}
        </p>
      )}
      <Failure text={fault ? fault.message : null} />
      <div className={classes["cardFoot"]}>
        {resolved && (
          <Badge size="sm" variant="default" tt="none" leftSection={<IconCheck size={11} />}>
            Resolved{note.resolvedBy && ` by ${note.resolvedBy}`}
          </Badge>
        )}
        {may && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            leftSection={resolved ? <IconRotate size={13} /> : <IconCheck size={13} />}
            onClick={() => change.mutate({ id: note.id, resolved: !resolved })}
          >
            {resolved ? "Open again" : "Resolve"}
          </Button>
        )}
      </div>
    </li>
  );
}
