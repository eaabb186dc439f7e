import { createRoute, z } from "@hono/zod-openapi";
import { manifest, me, playGrant, sessionAssets, sessionDetail } from "../../protocol/api.schema.ts";
import { grantRenewal, watchedReport } from "../../protocol/activity/activity.schema.ts";
import { assetKeyText, sha256Text } from "../../protocol/asset.schema.ts";
import { inspection } from "../../protocol/inspection.schema.ts";
import { listAssets, readAsset } from "./asset-route.ts";
import { adminRoutes, body, bounded, json } from "./routes.ts";
import { errorAnswers } from "./errors.schema.ts";
import { requires } from "./member.ts";
import { inspectSession, readDetail, release } from "./inspection.ts";
import { openManifest, readChunk, renewGrant, takeWatched, watchLive } from "./playback.ts";

const sessionParam = z.object({ id: z.uuid() });
const granted = z.object({ grant: z.string().max(2_048) });

const view = requires("view");

const getMe = createRoute({
  method: "get",
  path: "/api/me",
  middleware: requires("member"),
  responses: { 200: json(me, "Who asks, and what they may do"), ...errorAnswers },
});

const getSession = createRoute({
  method: "get",
  path: "/api/sessions/{id}",
  middleware: view,
  request: { params: sessionParam },
  responses: { 200: json(sessionDetail, "One session, and what was taken out of it at ingest"), ...errorAnswers },
});

const getInspection = createRoute({
  method: "get",
  path: "/api/sessions/{id}/inspect",
  middleware: view,
  request: { params: sessionParam },
  responses: {
    200: json(inspection, "Everything that is stored of a session; asking is a view and is logged"),
    ...errorAnswers,
  },
});

const postRelease = createRoute({
  method: "post",
  path: "/api/sessions/{id}/release",
  middleware: requires("settings"),
  request: { params: sessionParam },
  responses: { 200: json(sessionDetail, "The session, which everybody may play from now on"), ...errorAnswers },
});

const getManifest = createRoute({
  method: "get",
  path: "/api/sessions/{id}/manifest",
  middleware: view,
  request: { params: sessionParam },
  responses: { 200: json(manifest, "What there is to play; asking is a view and is logged"), ...errorAnswers },
});

const getChunk = createRoute({
  method: "get",
  path: "/api/sessions/{id}/chunks/{n}",
  middleware: view,
  request: { params: sessionParam.extend({ n: z.coerce.number().int().min(0).max(99_999) }), query: granted },
  responses: { 200: { description: "Lines of batches, `application/x-ndjson`" }, ...errorAnswers },
});

const getAssets = createRoute({
  method: "get",
  path: "/api/sessions/{id}/assets",
  middleware: view,
  request: { params: sessionParam, query: granted },
  responses: { 200: json(sessionAssets, "The files that a session has by now"), ...errorAnswers },
});

const getAsset = createRoute({
  method: "get",
  path: "/api/sessions/{id}/assets/{sha256}",
  middleware: view,
  request: {
    params: sessionParam.extend({ sha256: sha256Text }),
    query: granted.extend({ key: assetKeyText.optional() }),
  },
  responses: {
    200: { description: "A file that the recorded page used" },
    206: { description: "A part of it, as `Range` asks" },
    ...errorAnswers,
  },
});

const getLive = createRoute({
  method: "get",
  path: "/api/sessions/{id}/live",
  middleware: view,
  request: { params: sessionParam, query: granted },
  responses: { 101: { description: "WebSocket: what is in no chunk yet, then live" }, ...errorAnswers },
});

const postGrant = createRoute({
  method: "post",
  path: "/api/sessions/{id}/grant",
  middleware: [view, bounded] as const,
  request: { params: sessionParam, ...body(grantRenewal) },
  responses: { 200: json(playGrant, "A new grant for the same view"), ...errorAnswers },
});

const postWatched = createRoute({
  method: "post",
  path: "/api/sessions/{id}/watched",
  middleware: [view, bounded] as const,
  request: { params: sessionParam, ...body(watchedReport) },
  responses: { 204: { description: "Noted with the view" }, ...errorAnswers },
});

export const sessionRoutes = adminRoutes()
  .openapi(getMe, (context) => {
    const { user, tenant, role, permissions, environment } = context.var.member;
    return context.json({ user, tenant, role, permissions: [...permissions], environment }, 200);
  })
  .openapi(getSession, async (context) => context.json(await readDetail(context, context.req.valid("param").id), 200))
  .openapi(getInspection, async (context) =>
    context.json(await inspectSession(context, context.req.valid("param").id), 200),
  )
  .openapi(postRelease, async (context) => context.json(await release(context, context.req.valid("param").id), 200))
  .openapi(getManifest, async (context) =>
    context.json(await openManifest(context, context.req.valid("param").id), 200),
  )
  .openapi(getChunk, (context) => {
    const { id, n } = context.req.valid("param");
    return readChunk(context, id, n, context.req.valid("query").grant);
  })
  .openapi(getAssets, async (context) => {
    const { id } = context.req.valid("param");
    return context.json(await listAssets(context, id, context.req.valid("query").grant), 200);
  })
  .openapi(getAsset, (context) => {
    const { id: session, sha256 } = context.req.valid("param");
    const { grant, key } = context.req.valid("query");
    return readAsset(context, { session, sha256, key, grant });
  })
  .openapi(postGrant, async (context) =>
    context.json(await renewGrant(context, context.req.valid("param").id, context.req.valid("json").grant), 200),
  )
  .openapi(postWatched, async (context) => {
    const { grant, watched } = context.req.valid("json");
    await takeWatched(context, context.req.valid("param").id, grant, watched);
    return context.body(null, 204);
  })
  .openapi(getLive, (context) => watchLive(context, context.req.valid("param").id, context.req.valid("query").grant));
