import { createRoute, z } from "@hono/zod-openapi";
import {
  deleteRequest,
  deleteResult,
  deletionList,
  foundPerson,
  personRequest,
  pinRequest,
} from "../../protocol/deletion.schema.ts";
import { deleteOne, deleteSessions, erasePerson, findPerson, listDeletions, pinSession } from "./deletions.ts";
import { errorAnswers } from "./errors.schema.ts";
import { requires } from "./member.ts";
import { adminRoutes, body, bounded, json } from "./routes.ts";

const sessionParam = z.object({ id: z.uuid() });
const mayDelete = requires("delete");
const mayAnnotate = requires("annotate");

const postDelete = createRoute({
  method: "post",
  path: "/api/sessions/delete",
  middleware: [mayDelete, bounded] as const,
  request: body(deleteRequest),
  responses: { 202: json(deleteResult, "Nobody can see them any more; what is stored goes now"), ...errorAnswers },
});

const deleteSession = createRoute({
  method: "delete",
  path: "/api/sessions/{id}",
  middleware: mayDelete,
  request: { params: sessionParam },
  responses: { 202: json(deleteResult, "Nobody can see it any more; what is stored goes now"), ...errorAnswers },
});

const getDeletions = createRoute({
  method: "get",
  path: "/api/deletions",
  middleware: mayDelete,
  responses: { 200: json(deletionList, "The last ones, and how far they are"), ...errorAnswers },
});

const postFind = createRoute({
  method: "post",
  path: "/api/people/find",
  middleware: [mayDelete, bounded] as const,
  request: body(personRequest),
  responses: { 200: json(foundPerson, "Who that is, and how many sessions there are"), ...errorAnswers },
});

const postErase = createRoute({
  method: "post",
  path: "/api/people/erase",
  middleware: [mayDelete, bounded] as const,
  request: body(personRequest),
  responses: { 202: json(foundPerson, "All of it is being deleted; see the deletions"), ...errorAnswers },
});

const putPin = createRoute({
  method: "put",
  path: "/api/sessions/{id}/pin",
  middleware: [mayAnnotate, bounded] as const,
  request: { params: sessionParam, ...body(pinRequest) },
  responses: { 204: { description: "It stays beyond its retention" }, ...errorAnswers },
});

const deletePin = createRoute({
  method: "delete",
  path: "/api/sessions/{id}/pin",
  middleware: mayAnnotate,
  request: { params: sessionParam },
  responses: { 204: { description: "It goes at the end of its retention" }, ...errorAnswers },
});

export const deletionRoutes = adminRoutes()
  .openapi(postDelete, async (context) =>
    context.json(await deleteSessions(context, context.req.valid("json").sessions), 202),
  )
  .openapi(deleteSession, async (context) => context.json(await deleteOne(context, context.req.valid("param").id), 202))
  .openapi(getDeletions, async (context) => context.json(await listDeletions(context), 200))
  .openapi(postFind, async (context) => context.json(await findPerson(context, context.req.valid("json")), 200))
  .openapi(postErase, async (context) => context.json(await erasePerson(context, context.req.valid("json")), 202))
  .openapi(putPin, async (context) => {
    await pinSession(context, context.req.valid("param").id, context.req.valid("json").reason);
    return context.body(null, 204);
  })
  .openapi(deletePin, async (context) => {
    await pinSession(context, context.req.valid("param").id, null);
    return context.body(null, 204);
  });
