import { Textarea } from "@mantine/core";
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { NOTES } from "../../../protocol/note-limits.ts";
import type { MemberName } from "../../../protocol/note.schema.ts";
import { choicesFor, completed, mentioningAt, type Mentioning } from "./mention-text.ts";
import classes from "./notes.module.css";

/** The text of a note. After an `@` it offers the members. */
export function NoteTextInput({
  value,
  change,
  members,
  submit,
  cancel,
}: {
  value: string;
  change: (text: string) => void;
  members: readonly MemberName[];
  submit: () => void;
  cancel: () => void;
}) {
  const input = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const [mentioning, setMentioning] = useState<Mentioning | null>(null);
  const [marked, setMarked] = useState(0);
  const caret = useRef<number | null>(null);
  const choices = mentioning ? choicesFor(mentioning.start, members) : [];
  const open = choices.length > 0;

  useLayoutEffect(() => {
    if (caret.current === null) return;
    input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  function choose(member: MemberName): void {
    const next = completed(value, mentioning!, member);
    caret.current = next.caret;
    setMentioning(null);
    change(next.text);
    input.current?.focus();
  }
  function look(): void {
    const { value: text, selectionStart } = input.current!;
    setMentioning(mentioningAt(text, selectionStart));
    setMarked(0);
  }
  function press(event: KeyboardEvent): void {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return submit();
    }
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      return open ? setMentioning(null) : cancel();
    }
    if (!open) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setMarked((marked + (event.key === "ArrowDown" ? 1 : choices.length - 1)) % choices.length);
    } else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      choose(choices[marked]!);
    }
  }

  return (
    <div className={classes["input"]}>
      <Textarea
        ref={input}
        aria-label="Note"
        placeholder="What is to be seen here? @ mentions a member"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={NOTES.chars}
        value={value}
        autoFocus
        role="combobox"
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open ? `${list}-${marked}` : undefined}
        onChange={(event) => {
          change(event.currentTarget.value);
          look();
        }}
        onClick={look}
        onKeyDown={press}
        onBlur={() => setMentioning(null)}
      />
      <ul id={list} role="listbox" aria-label="Members" className={classes["choices"]} hidden={!open}>
        {choices.map((member, index) => (
          <li
            key={member.user}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === marked}
            onPointerDown={(event) => {
              // The text keeps the keyboard.
              event.preventDefault();
              choose(member);
            }}
          >
            {member.name}
          </li>
        ))}
      </ul>
    </div>
  );
}
