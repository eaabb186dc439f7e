import { createRoute, z } from "@hono/zod-openapi";
import { importRequest, importStart } from "../../protocol/import.schema.ts";
import { errorAnswers } from "./errors.schema.ts";
import { endImport, importBatch, startImport } from "./imports.ts";
import { requires } from "./member.ts";
import { adminRoutes, body, bounded, json } from "./routes.ts";

const imported = z.object({ id: z.uuid() });
const withToken = z.object({ token: z.string().max(2_048) });

const postImport = createRoute({
  method: "post",
  path: "/api/imports",
  middleware: [requires("settings"), bounded] as const,
  request: body(importRequest),
  responses: { 201: json(importStart, "The session that the batches go into"), ...errorAnswers },
});

const postBatch = createRoute({
  method: "post",
  path: "/api/imports/{id}/batches",
  middleware: requires("settings"),
  request: { params: imported, query: withToken.extend({ page: z.string(), seq: z.string() }) },
  responses: { 204: { description: "The batch is durable" }, ...errorAnswers },
});

const postEnd = createRoute({
  method: "post",
  path: "/api/imports/{id}/end",
  middleware: requires("settings"),
  request: { params: imported, query: withToken },
  responses: { 204: { description: "All of it is in chunks" }, ...errorAnswers },
});

/** Bringing exported sessions back. */
export const importRoutes = adminRoutes()
  .openapi(postImport, async (context) => context.json(await startImport(context, context.req.valid("json")), 201))
  .openapi(postBatch, async (context) => {
    await importBatch(context, context.req.valid("param").id);
    return context.body(null, 204);
  })
  .openapi(postEnd, async (context) => {
    await endImport(context, context.req.valid("param").id, context.req.valid("query").token);
    return context.body(null, 204);
  });
