import type { MemberName } from "../../../protocol/note.schema.ts";

/** A name that is being written after an `@`. */
export interface Mentioning {
  /** Where the `@` is. */
  from: number;
  /** What has been written of the name. */
  start: string;
}

/** Longer than names are: somebody just wrote an `@`. */
const NAME_CHARS = 40;
const CHOICES = 6;

/** The mention that the caret stands in, if it stands in one. */
export function mentioningAt(text: string, caret: number): Mentioning | null {
  const before = text.slice(Math.max(0, caret - NAME_CHARS), caret);
  const match = /(?:^|[\s(])@([^@\n]*)$/u.exec(before);
  if (!match) return null;
  const start = match[1]!;
  return { from: caret - start.length - 1, start };
}

/** Members whose name, or a part of it, begins so. */
export function choicesFor(start: string, members: readonly MemberName[]): MemberName[] {
  const wanted = start.toLowerCase();
  return members
    .filter(({ name }) => {
      const lower = name.toLowerCase();
      return lower.startsWith(wanted) || lower.split(/\s+/).some((part) => part.startsWith(wanted));
    })
    .slice(0, CHOICES);
}

/** The text with the whole name in place of what was written of it, and where the caret is then. */
export function completed(
  text: string,
  { from, start }: Mentioning,
  { name }: MemberName,
): { text: string; caret: number } {
  const rest = text.slice(from + 1 + start.length);
  const put = `@${name} `;
  return { text: text.slice(0, from) + put + rest.replace(/^ /, ""), caret: from + put.length };
}

/** A piece of a note: a mention of somebody, or plain text. */
export interface Piece {
  text: string;
  user: string | null;
}

/** A note in pieces: the longest name counts where one begins like another. */
export function piecesOf(text: string, people: readonly { user: string; name: string | null }[]): Piece[] {
  const named = people.filter((one): one is MemberName => !!one.name).toSorted((a, b) => b.name.length - a.name.length);
  const pieces: Piece[] = [];
  let plain = "";
  for (let index = 0; index < text.length;) {
    const found = text[index] === "@" ? named.find(({ name }) => text.startsWith(name, index + 1)) : undefined;
    if (!found) {
      plain += text[index];
      index++;
      continue;
    }
    if (plain) pieces.push({ text: plain, user: null });
    plain = "";
    pieces.push({ text: `@${found.name}`, user: found.user });
    index += found.name.length + 1;
  }
  if (plain) pieces.push({ text: plain, user: null });
  return pieces;
}

/** Ids of those whom a text mentions. */
export function mentionedIn(text: string, members: readonly MemberName[]): string[] {
  return [...new Set(piecesOf(text, members).flatMap(({ user }) => user ?? []))];
}
