import { createRoute } from "@hono/zod-openapi";
import { PlayheadError } from "../../protocol/index.ts";
import {
  applyProgress,
  applyRequest,
  type ApplyProgress,
  type ApplyRequest,
} from "../../protocol/privacy/apply.schema.ts";
import { badRequest } from "../http-errors.ts";
import { errorAnswers } from "./errors.schema.ts";
import { requires } from "./member.ts";
import { adminRoutes, body, bounded, json } from "./routes.ts";
import { actorOf, ownTenant, readSettings } from "./settings.ts";

const PATH = "/api/settings/privacy/apply";

const may = requires("settings");

const postApply = createRoute({
  method: "post",
  path: PATH,
  middleware: [may, bounded] as const,
  request: body(applyRequest),
  responses: { 202: json(applyProgress, "Started; ask with GET how it stands"), ...errorAnswers },
});

const getApply = createRoute({
  method: "get",
  path: PATH,
  middleware: may,
  responses: { 200: json(applyProgress, "How the last one stands"), ...errorAnswers },
});

const deleteApply = createRoute({
  method: "delete",
  path: PATH,
  middleware: may,
  responses: { 200: json(applyProgress, "No other session is begun; one that was begun is finished"), ...errorAnswers },
});

type AdminRequest = Parameters<typeof readSettings>[0];

function noSettings(): PlayheadError {
  return new PlayheadError("not_found", "This tenant has no settings yet.");
}

/** Starts it. @throws {PlayheadError} `bad_request`, `not_found`, `job_running` */
async function start(context: AdminRequest, request: ApplyRequest): Promise<ApplyProgress> {
  const { policy } = await readSettings(context);
  const { scope } = request;
  if (typeof scope === "object" && "environment" in scope) {
    const known = policy.environments.some(({ id }) => id === scope.environment);
    if (!known) throw badRequest([{ path: ["scope", "environment"], message: `there is no "${scope.environment}"` }]);
  }
  const started = await ownTenant(context).applyPrivacy(actorOf(context), request);
  if (!started) throw noSettings();
  if (started === "running")
    throw new PlayheadError(
      "job_running",
      "The settings are being applied already; wait until that is done, or cancel it.",
    );
  return started;
}

export const privacyApplyRoutes = adminRoutes()
  .openapi(postApply, async (context) => context.json(await start(context, context.req.valid("json")), 202))
  .openapi(getApply, async (context) => {
    const progress = await ownTenant(context).privacyProgress();
    if (!progress) throw noSettings();
    return context.json(progress, 200);
  })
  .openapi(deleteApply, async (context) => {
    const progress = await ownTenant(context).cancelPrivacy();
    if (!progress) throw new PlayheadError("not_found", "Nothing is being applied just now.");
    return context.json(progress, 200);
  });
