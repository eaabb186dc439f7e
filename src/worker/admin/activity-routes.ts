import { createRoute } from "@hono/zod-openapi";
import {
  activityFacets as facetsShape,
  activityList,
  activityQuery,
  logCheck,
  logCheckRequest,
  logDownloadQuery,
  logStatus as statusShape,
} from "../../protocol/activity/activity.schema.ts";
import { downloadLog } from "./activity-download.ts";
import { activityFacets, checkLog, listActivity, logStatus } from "./activity-list.ts";
import { errorAnswers } from "./errors.schema.ts";
import { requires } from "./member.ts";
import { adminRoutes, body, bounded, json } from "./routes.ts";

const may = requires("activity");

const getActivity = createRoute({
  method: "get",
  path: "/api/activity",
  middleware: may,
  request: { query: activityQuery },
  responses: { 200: json(activityList, "Entries of the activity log, newest first"), ...errorAnswers },
});

const getFacets = createRoute({
  method: "get",
  path: "/api/activity/facets",
  middleware: may,
  responses: { 200: json(facetsShape, "Who, what and where there are entries of"), ...errorAnswers },
});

const getStatus = createRoute({
  method: "get",
  path: "/api/activity/status",
  middleware: may,
  responses: { 200: json(statusShape, "How the chain stands"), ...errorAnswers },
});

const postVerify = createRoute({
  method: "post",
  path: "/api/activity/verify",
  middleware: [may, bounded] as const,
  request: body(logCheckRequest),
  responses: { 200: json(logCheck, "What was found in the next entries; ask again until done"), ...errorAnswers },
});

const getExport = createRoute({
  method: "get",
  path: "/api/activity/export",
  middleware: may,
  request: { query: logDownloadQuery },
  responses: { 200: { description: "A file: NDJSON that `npm run verify-log` checks, or CSV" }, ...errorAnswers },
});

export const activityRoutes = adminRoutes()
  .openapi(getActivity, async (context) => context.json(await listActivity(context, context.req.valid("query")), 200))
  .openapi(getFacets, async (context) => context.json(await activityFacets(context), 200))
  .openapi(getStatus, async (context) => context.json(await logStatus(context), 200))
  .openapi(postVerify, async (context) => context.json(await checkLog(context, context.req.valid("json").after), 200))
  .openapi(getExport, (context) => downloadLog(context, context.req.valid("query")));
