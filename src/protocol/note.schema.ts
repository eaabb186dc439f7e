import { z } from "zod";
import { NOTES } from "./note-limits.ts";

/** A place on a page: in the window of the recorded document, CSS pixels, at the moment of the note. */
export const notePlace = z.strictObject({
  /** Id of the document. */
  page: z.string().max(64),
  x: z.number().min(0).max(NOTES.placePx),
  y: z.number().min(0).max(NOTES.placePx),
  /** The recording's number of the element there. */
  node: z.number().int().nullable(),
  /** How far in that element the place is: it goes along when the element moves. Absent in notes of the version before. */
  dx: z.number().min(-NOTES.placePx).max(NOTES.placePx).optional(),
  dy: z.number().min(-NOTES.placePx).max(NOTES.placePx).optional(),
});
export type NotePlace = z.infer<typeof notePlace>;

const noteText = z.string().trim().min(1).max(NOTES.chars);
/** Ids of members who are meant; each has to be one of the tenant. */
const mentions = z
  .array(z.string().max(64))
  .max(NOTES.mentions)
  .transform((ids) => [...new Set(ids)]);

/** `POST /api/sessions/:id/notes`. */
export const noteRequest = z.strictObject({
  /** Milliseconds since the session began. */
  at: z.number().int().min(0).max(NOTES.atMs),
  text: noteText,
  mentions: mentions.default([]),
  place: notePlace.nullable().default(null),
});
export type NoteRequest = z.infer<typeof noteRequest>;

/** `PATCH /api/sessions/:id/notes/:note`: the text is its author's to change; anybody who may write notes resolves them. */
export const noteChange = z
  .strictObject({ text: noteText, mentions, resolved: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, "Say what to change: text, mentions or resolved.");
export type NoteChange = z.infer<typeof noteChange>;

const person = z.object({ user: z.string(), name: z.string().nullable() });

/** One note. Times are Unix milliseconds, but for `at`. */
export const note = z.object({
  id: z.string(),
  at: z.number(),
  text: z.string(),
  place: notePlace.nullable(),
  /** Who is meant; the name is `null` for somebody who is a member no more. */
  mentions: z.array(person),
  /** As the activity log names them, and by name. */
  author: z.string(),
  authorName: z.string().nullable(),
  createdAt: z.number(),
  editedAt: z.number().nullable(),
  resolvedAt: z.number().nullable(),
  resolvedBy: z.string().nullable(),
  /** Whether the caller may change its text, and take it away. */
  mayEdit: z.boolean(),
  mayDelete: z.boolean(),
});
export type Note = z.infer<typeof note>;

/** `GET /api/sessions/:id/notes`, in order of their moments; also the answer of all that changes them. */
export const noteList = z.object({ notes: z.array(note) });

/** `GET /api/members/names`: whom a note can mention. */
export const memberNames = z.object({ members: z.array(z.object({ user: z.string(), name: z.string() })) });
export type MemberName = z.infer<typeof memberNames>["members"][number];

/** `GET /api/mentions`: open notes in which the caller is meant, the newest first. */
export const mentionList = z.object({
  mentions: z.array(
    note.pick({ id: true, at: true, text: true, authorName: true, createdAt: true }).extend({
      session: z.string(),
      /** Whom the session is of, as the site calls them. */
      user: z.string().nullable(),
      /** The first page of the session. */
      entryUrl: z.string(),
    }),
  ),
});
export type Mention = z.infer<typeof mentionList>["mentions"][number];
