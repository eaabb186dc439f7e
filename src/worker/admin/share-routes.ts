import { createRoute, z } from "@hono/zod-openapi";
import { newShare, shareList, shareRequest } from "../../protocol/share.schema.ts";
import { errorAnswers } from "./errors.schema.ts";
import { requires } from "./member.ts";
import { adminRoutes, body, bounded, json } from "./routes.ts";
import { endShare, makeShare, sharesOf } from "./shares.ts";

const sessionParam = z.object({ id: z.uuid() });

const getShares = createRoute({
  method: "get",
  path: "/api/sessions/{id}/shares",
  middleware: requires("share"),
  request: { params: sessionParam },
  responses: { 200: json(shareList, "The links to a session, newest first"), ...errorAnswers },
});

const postShare = createRoute({
  method: "post",
  path: "/api/sessions/{id}/shares",
  middleware: [requires("share"), bounded] as const,
  request: { params: sessionParam, ...body(shareRequest) },
  responses: { 201: json(newShare, "The link; its address is told only here"), ...errorAnswers },
});

const deleteShare = createRoute({
  method: "delete",
  path: "/api/sessions/{id}/shares/{share}",
  middleware: requires("share"),
  request: { params: sessionParam.extend({ share: z.uuid() }) },
  responses: { 200: json(shareList, "The links, of which this one opens nothing any more"), ...errorAnswers },
});

/** Links to sessions. */
export const shareRoutes = adminRoutes()
  .openapi(getShares, async (context) =>
    context.json({ shares: await sharesOf(context, context.req.valid("param").id) }, 200),
  )
  .openapi(postShare, async (context) =>
    context.json(await makeShare(context, context.req.valid("param").id, context.req.valid("json")), 201),
  )
  .openapi(deleteShare, async (context) => {
    const { id, share } = context.req.valid("param");
    return context.json({ shares: await endShare(context, id, share) }, 200);
  });
