import { createRoute, z } from "@hono/zod-openapi";
import {
  memberNames as memberNamesShape,
  mentionList,
  noteChange,
  noteList,
  noteRequest,
} from "../../protocol/note.schema.ts";
import { errorAnswers } from "./errors.schema.ts";
import { requires } from "./member.ts";
import { memberNames } from "./mentions.ts";
import { deleteNote, editNote, mentionsOf, notesOf, writeNote } from "./notes.ts";
import { adminRoutes, body, bounded, json } from "./routes.ts";

const sessionParam = z.object({ id: z.uuid() });
const noteParam = sessionParam.extend({ note: z.uuid() });
const mayAnnotate = requires("annotate");

const getNotes = createRoute({
  method: "get",
  path: "/api/sessions/{id}/notes",
  middleware: requires("view"),
  request: { params: sessionParam },
  responses: { 200: json(noteList, "The notes of a session, in the order of their moments"), ...errorAnswers },
});

const postNote = createRoute({
  method: "post",
  path: "/api/sessions/{id}/notes",
  middleware: [mayAnnotate, bounded] as const,
  request: { params: sessionParam, ...body(noteRequest) },
  responses: { 201: json(noteList, "The notes, with this one"), ...errorAnswers },
});

const patchNote = createRoute({
  method: "patch",
  path: "/api/sessions/{id}/notes/{note}",
  middleware: [mayAnnotate, bounded] as const,
  request: { params: noteParam, ...body(noteChange) },
  responses: { 200: json(noteList, "The notes, with this one as it is now"), ...errorAnswers },
});

const removeNote = createRoute({
  method: "delete",
  path: "/api/sessions/{id}/notes/{note}",
  middleware: mayAnnotate,
  request: { params: noteParam },
  responses: { 200: json(noteList, "The notes, without this one"), ...errorAnswers },
});

const getNames = createRoute({
  method: "get",
  path: "/api/members/names",
  middleware: mayAnnotate,
  responses: { 200: json(memberNamesShape, "Members by name: whom a note can mention"), ...errorAnswers },
});

const getMentions = createRoute({
  method: "get",
  path: "/api/mentions",
  middleware: requires("view"),
  responses: { 200: json(mentionList, "Open notes in which you are meant, the newest first"), ...errorAnswers },
});

/** Notes on sessions. */
export const noteRoutes = adminRoutes()
  .openapi(getNotes, async (context) =>
    context.json({ notes: await notesOf(context, context.req.valid("param").id) }, 200),
  )
  .openapi(postNote, async (context) =>
    context.json({ notes: await writeNote(context, context.req.valid("param").id, context.req.valid("json")) }, 201),
  )
  .openapi(patchNote, async (context) => {
    const { id, note } = context.req.valid("param");
    return context.json({ notes: await editNote(context, id, note, context.req.valid("json")) }, 200);
  })
  .openapi(removeNote, async (context) => {
    const { id, note } = context.req.valid("param");
    return context.json({ notes: await deleteNote(context, id, note) }, 200);
  })
  .openapi(getNames, async (context) => context.json({ members: await memberNames(context) }, 200))
  .openapi(getMentions, async (context) => context.json({ mentions: await mentionsOf(context) }, 200));
