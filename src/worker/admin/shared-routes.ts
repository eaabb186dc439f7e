import { createRoute, z } from "@hono/zod-openapi";
import { grantRenewal, watchedReport } from "../../protocol/activity/activity.schema.ts";
import { playGrant, sessionAssets } from "../../protocol/api.schema.ts";
import { assetKeyText, sha256Text } from "../../protocol/asset.schema.ts";
import { openShareRequest, openedShare } from "../../protocol/share.schema.ts";
import { listAssets, readAsset } from "./asset-route.ts";
import { errorAnswers } from "./errors.schema.ts";
import { readChunk, renewGrant, takeWatched } from "./playback.ts";
import { adminRoutes, body, bounded, json } from "./routes.ts";
import { byLink } from "./shared-access.ts";
import { openShared } from "./shared-session.ts";

const shareParam = z.object({ share: z.string().max(64) });
const granted = z.object({ grant: z.string().max(2_048) });

const postOpen = createRoute({
  method: "post",
  path: "/api/shared/open",
  middleware: bounded,
  request: body(openShareRequest),
  responses: { 200: json(openedShare, "What there is to play"), ...errorAnswers },
});

const postGrant = createRoute({
  method: "post",
  path: "/api/shared/{share}/grant",
  middleware: [byLink, bounded] as const,
  request: { params: shareParam, ...body(grantRenewal) },
  responses: { 200: json(playGrant, "A new grant for the same view"), ...errorAnswers },
});

const postWatched = createRoute({
  method: "post",
  path: "/api/shared/{share}/watched",
  middleware: [byLink, bounded] as const,
  request: { params: shareParam, ...body(watchedReport) },
  responses: { 204: { description: "Noted" }, ...errorAnswers },
});

const getChunk = createRoute({
  method: "get",
  path: "/api/shared/{share}/chunks/{n}",
  middleware: byLink,
  request: { params: shareParam.extend({ n: z.coerce.number().int().min(0).max(99_999) }), query: granted },
  responses: { 200: { description: "Lines of batches, `application/x-ndjson`" }, ...errorAnswers },
});

const getAssets = createRoute({
  method: "get",
  path: "/api/shared/{share}/assets",
  middleware: byLink,
  request: { params: shareParam, query: granted },
  responses: { 200: json(sessionAssets, "The files of the session"), ...errorAnswers },
});

const getAsset = createRoute({
  method: "get",
  path: "/api/shared/{share}/assets/{sha256}",
  middleware: byLink,
  request: {
    params: shareParam.extend({ sha256: sha256Text }),
    query: granted.extend({ key: assetKeyText.optional() }),
  },
  responses: { 200: { description: "A file that the recorded page used" }, ...errorAnswers },
});

/** What a link opens: one session, to be played, and nothing else. */
export const sharedRoutes = adminRoutes()
  .openapi(postOpen, async (context) => {
    const { token, password } = context.req.valid("json");
    return context.json(await openShared(context, token, password), 200);
  })
  .openapi(postGrant, async (context) =>
    context.json(await renewGrant(context, context.var.shared!, context.req.valid("json").grant), 200),
  )
  .openapi(postWatched, async (context) => {
    const { grant, watched } = context.req.valid("json");
    await takeWatched(context, context.var.shared!, grant, watched);
    return context.body(null, 204);
  })
  .openapi(getChunk, (context) =>
    readChunk(context, context.var.shared!, context.req.valid("param").n, context.req.valid("query").grant),
  )
  .openapi(getAssets, async (context) =>
    context.json(await listAssets(context, context.var.shared!, context.req.valid("query").grant), 200),
  )
  .openapi(getAsset, (context) => {
    const { share, sha256 } = context.req.valid("param");
    const { grant, key } = context.req.valid("query");
    const place = { session: context.var.shared!, sha256, key, grant };
    return readAsset(context, place, `/api/shared/${share}`);
  });
