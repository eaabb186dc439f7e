import { NOTES, PlayheadError, uuidv7 } from "../../protocol/index.ts";
import type { Mention, Note, NoteChange, NoteRequest } from "../../protocol/note.schema.ts";
import {
  addNote,
  changeNote,
  listNotes,
  notesCalling,
  readNote,
  removeNote,
  type NoteRecord,
  type SessionRecord,
} from "../../storage/index.ts";
import { logActivity } from "./activity.ts";
import { actorNames } from "./actor-names.ts";
import { checkPlayable, findSession, ownStores, type AdminRequest } from "./found-session.ts";
import { checkMentions } from "./mentions.ts";

const PERSON = "user:";

/** The session, when the caller may look at it. What is written about it may say what is in it. */
async function openSession(context: AdminRequest, session: string): Promise<SessionRecord> {
  const { record } = await findSession(context, session);
  await checkPlayable(context, record);
  return record;
}

async function shown(context: AdminRequest, records: readonly NoteRecord[]): Promise<Note[]> {
  const { actor, permissions } = context.var.member;
  const names = await actorNames(
    context,
    records.flatMap(({ author, resolvedBy, mentions }) => [
      author,
      resolvedBy ?? "",
      ...mentions.map((id) => PERSON + id),
    ]),
  );
  const may = permissions.includes("annotate");
  return records.map(({ tenant: _tenant, session: _session, ...record }) => ({
    ...record,
    mentions: record.mentions.map((user) => ({ user, name: names.get(PERSON + user) ?? null })),
    authorName: names.get(record.author) ?? null,
    resolvedBy: record.resolvedBy && (names.get(record.resolvedBy) ?? record.resolvedBy),
    mayEdit: may && record.author === actor,
    mayDelete: may && (record.author === actor || permissions.includes("delete")),
  }));
}

async function all(context: AdminRequest, session: string): Promise<Note[]> {
  return shown(context, await listNotes(ownStores(context).index, context.var.member.tenant.id, session));
}

/** Open notes in which the caller is meant; a key is no one whom a note could mean. */
export async function mentionsOf(context: AdminRequest): Promise<Mention[]> {
  const { tenant, actor, environment, permissions } = context.var.member;
  if (!actor.startsWith(PERSON)) return [];
  const user = actor.slice(PERSON.length);
  const held = permissions.includes("settings");
  const calling = await notesCalling(ownStores(context).index, { tenant: tenant.id, user, environment, held });
  const names = await actorNames(
    context,
    calling.map(({ note: { author } }) => author),
  );
  return calling.map(({ note: { id, session, at, text, author, createdAt }, ...of }) => ({
    id,
    session,
    at,
    text,
    authorName: names.get(author) ?? null,
    createdAt,
    ...of,
  }));
}

/** The notes of a session. */
export async function notesOf(context: AdminRequest, session: string): Promise<Note[]> {
  await openSession(context, session);
  return all(context, session);
}

/** Writes a note; it is in the activity log before it is there. @throws {PlayheadError} `not_found`, `bad_request`, `too_many` */
export async function writeNote(context: AdminRequest, session: string, request: NoteRequest): Promise<Note[]> {
  const { environment } = await openSession(context, session);
  await checkMentions(context, request.mentions);
  const { index } = ownStores(context);
  const { tenant, actor } = context.var.member;
  const now = Date.now();
  const id = uuidv7(now);
  const { at, mentions } = request;
  await logActivity(context, { action: "note_added", session, environment, details: { note: id, at, mentions } });
  const record: NoteRecord = {
    ...request,
    tenant: tenant.id,
    session,
    id,
    author: actor,
    createdAt: now,
    editedAt: null,
    resolvedAt: null,
    resolvedBy: null,
  };
  if (!(await addNote(index, record)))
    throw new PlayheadError("too_many", `This session has ${NOTES.perSession} notes; take some away first.`);
  try {
    // Deleted in between: the note came too late to go with it.
    await findSession(context, session);
  } catch (error) {
    await removeNote(index, record);
    throw error;
  }
  return all(context, session);
}

/** A note of a session of the caller's. @throws {PlayheadError} `not_found` */
async function findNote(context: AdminRequest, session: string, id: string) {
  const { environment } = await openSession(context, session);
  const found = await readNote(ownStores(context).index, { tenant: context.var.member.tenant.id, session, id });
  if (!found) throw new PlayheadError("not_found", "There is no such note.");
  return { found, environment };
}

/** Changes what a note says, which only its author may, or whether it is resolved. @throws {PlayheadError} `forbidden` */
export async function editNote(
  context: AdminRequest,
  session: string,
  id: string,
  change: NoteChange,
): Promise<Note[]> {
  const { found, environment } = await findNote(context, session, id);
  const { actor } = context.var.member;
  const { text = found.text, mentions = found.mentions, resolved = found.resolvedAt !== null } = change;
  const rewritten = text !== found.text || mentions.join(" ") !== found.mentions.join(" ");
  if (rewritten && found.author !== actor)
    throw new PlayheadError(
      "forbidden",
      "Only its author may change what a note says; you can resolve it, or answer it.",
    );
  if (rewritten)
    await checkMentions(
      context,
      mentions.filter((each) => !found.mentions.includes(each)),
    );
  const turned = resolved !== (found.resolvedAt !== null);
  if (!rewritten && !turned) return all(context, session);
  const details = { note: id, ...(rewritten && { text: true, mentions }), ...(turned && { resolved }) };
  await logActivity(context, { action: "note_changed", session, environment, details });
  const now = Date.now();
  await changeNote(ownStores(context).index, found, {
    ...(rewritten && { text, mentions, editedAt: now }),
    ...(turned && { resolvedAt: resolved ? now : null, resolvedBy: resolved ? actor : null }),
  });
  return all(context, session);
}

/** Takes a note away: its author may, and who may delete recordings. @throws {PlayheadError} `forbidden` */
export async function deleteNote(context: AdminRequest, session: string, id: string): Promise<Note[]> {
  const { found, environment } = await findNote(context, session, id);
  const { actor, permissions } = context.var.member;
  if (found.author !== actor && !permissions.includes("delete"))
    throw new PlayheadError(
      "forbidden",
      "Only its author, or somebody who may delete recordings, may take a note away.",
    );
  const details = { note: id, author: found.author };
  await logActivity(context, { action: "note_removed", session, environment, details });
  await removeNote(ownStores(context).index, found);
  return all(context, session);
}
