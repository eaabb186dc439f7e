import {
  memberNames,
  mentionList,
  noteList,
  type MemberName,
  type Mention,
  type Note,
  type NoteChange,
  type NoteRequest,
} from "../../../protocol/note.schema.ts";
import { parse, read, send } from "../../api.ts";

function path(session: string, note = ""): string {
  return `/api/sessions/${encodeURIComponent(session)}/notes${note && `/${encodeURIComponent(note)}`}`;
}

/** The calls for notes; each that changes something answers all notes of the session. @throws {ApiError} */
export const notesApi = {
  async list(session: string, signal?: AbortSignal): Promise<Note[]> {
    return (await read(path(session), noteList, signal)).notes;
  },
  async write(session: string, note: NoteRequest): Promise<Note[]> {
    return (await parse(await send("POST", path(session), note), noteList)).notes;
  },
  async change(session: string, note: string, change: NoteChange): Promise<Note[]> {
    return (await parse(await send("PATCH", path(session, note), change), noteList)).notes;
  },
  async remove(session: string, note: string): Promise<Note[]> {
    return (await parse(await send("DELETE", path(session, note)), noteList)).notes;
  },
  /** Open notes in which whoever asks is meant, the newest first. */
  async mentions(signal?: AbortSignal): Promise<Mention[]> {
    return (await read("/api/mentions", mentionList, signal)).mentions;
  },
  /** Whom a note can mention. */
  async names(signal?: AbortSignal): Promise<MemberName[]> {
    return (await read("/api/members/names", memberNames, signal)).members;
  },
};
