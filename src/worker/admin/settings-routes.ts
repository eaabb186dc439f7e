import { createRoute, z } from "@hono/zod-openapi";
import { LIMITS } from "../../protocol/index.ts";
import {
  identitySecret,
  quotaChange,
  refusals,
  rulePreview,
  rulePreviewResult,
  settings,
  settingsChange,
  usage,
  verdict,
  visitProbe,
} from "../../protocol/settings.schema.ts";
import { errorAnswers } from "./errors.schema.ts";
import { requires } from "./member.ts";
import { adminRoutes, body, bounded, json } from "./routes.ts";
import {
  actorOf,
  ownTenant,
  previewRule,
  readIdentitySecret,
  readSettings,
  readUsage,
  settingsAfter,
  testVisit,
} from "./settings.ts";

const may = requires("settings");

const environmentParam = z.object({ id: z.string().max(64) });
const keyParam = environmentParam.extend({ key: z.string().max(128) });
const daysQuery = z.object({ days: z.coerce.number().int().min(1).max(LIMITS.countDays).default(14) });

const getSettings = createRoute({
  method: "get",
  path: "/api/settings",
  middleware: may,
  responses: { 200: json(settings, "The policy in force"), ...errorAnswers },
});

const putSettings = createRoute({
  method: "put",
  path: "/api/settings",
  middleware: [may, bounded] as const,
  request: body(settingsChange),
  responses: { 200: json(settings, "The policy in force from now on"), ...errorAnswers },
});

const postKey = createRoute({
  method: "post",
  path: "/api/settings/environments/{id}/keys",
  middleware: may,
  request: { params: environmentParam },
  responses: { 200: json(settings, "With another key; the others stay valid"), ...errorAnswers },
});

const deleteKey = createRoute({
  method: "delete",
  path: "/api/settings/environments/{id}/keys/{key}",
  middleware: may,
  request: { params: keyParam },
  responses: { 200: json(settings, "With the key revoked"), ...errorAnswers },
});

const getUsage = createRoute({
  method: "get",
  path: "/api/settings/usage",
  middleware: may,
  responses: { 200: json(usage, "Where the quota stands"), ...errorAnswers },
});

const putQuota = createRoute({
  method: "put",
  path: "/api/settings/quota",
  middleware: [requires("quota"), bounded] as const,
  request: body(quotaChange),
  responses: { 200: json(usage, "A new period, with count 0"), ...errorAnswers },
});

const postTest = createRoute({
  method: "post",
  path: "/api/settings/test",
  middleware: [may, bounded] as const,
  request: body(visitProbe),
  responses: { 200: json(verdict, "What would happen to such a visit, rule by rule"), ...errorAnswers },
});

const getRefusals = createRoute({
  method: "get",
  path: "/api/settings/refusals",
  middleware: may,
  request: { query: daysQuery },
  responses: { 200: json(refusals, "Why visits were not recorded, by day"), ...errorAnswers },
});

const getIdentitySecret = createRoute({
  method: "get",
  path: "/api/settings/identity-secret",
  middleware: may,
  responses: {
    200: json(identitySecret, "What a site signs user ids with; that it was read is logged"),
    ...errorAnswers,
  },
});

const postIdentitySecret = createRoute({
  method: "post",
  path: "/api/settings/identity-secret",
  middleware: may,
  responses: { 200: json(settings, "With another secret; the one before signs nothing more"), ...errorAnswers },
});

const postPreview = createRoute({
  method: "post",
  path: "/api/settings/preview",
  middleware: [may, bounded] as const,
  request: body(rulePreview),
  responses: { 200: json(rulePreviewResult, "How the rule would have divided the last visits"), ...errorAnswers },
});

export const settingsRoutes = adminRoutes()
  .openapi(getSettings, async (context) => context.json(await readSettings(context), 200))
  .openapi(putSettings, async (context) => {
    const { version, policy } = context.req.valid("json");
    return context.json(settingsAfter(await ownTenant(context).replace(actorOf(context), version, policy)), 200);
  })
  .openapi(postKey, async (context) => {
    const { id } = context.req.valid("param");
    return context.json(settingsAfter(await ownTenant(context).addKey(actorOf(context), id)), 200);
  })
  .openapi(deleteKey, async (context) => {
    const { id, key } = context.req.valid("param");
    return context.json(settingsAfter(await ownTenant(context).revokeKey(actorOf(context), id, key)), 200);
  })
  .openapi(getUsage, async (context) => context.json(await readUsage(context), 200))
  .openapi(putQuota, async (context) => {
    settingsAfter(await ownTenant(context).changeQuota(actorOf(context), context.req.valid("json")));
    return context.json(await readUsage(context), 200);
  })
  .openapi(postTest, async (context) => context.json(await testVisit(context, context.req.valid("json")), 200))
  .openapi(getIdentitySecret, async (context) => context.json(await readIdentitySecret(context), 200))
  .openapi(postIdentitySecret, async (context) =>
    context.json(settingsAfter(await ownTenant(context).renewIdentitySecret(actorOf(context))), 200),
  )
  .openapi(postPreview, async (context) =>
    context.json(await previewRule(context, context.req.valid("json").rule), 200),
  )
  .openapi(getRefusals, async (context) => {
    const { days } = context.req.valid("query");
    return context.json({ days: await ownTenant(context).refusals(days) }, 200);
  });
