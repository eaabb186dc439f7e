import { createRoute, z } from "@hono/zod-openapi";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { createMiddleware } from "hono/factory";
import { tenantObject } from "../../durable-objects/index.ts";
import { PlayheadError, type Region } from "../../protocol/index.ts";
import { levelLock, levelLockResult } from "../../protocol/settings.schema.ts";
import { tenants } from "../../storage/account-tables.ts";
import { rewrapRequest, rewrapResult, rotationState as rotationShape } from "../../protocol/rotation.schema.ts";
import { restoreCheckRequest, restoreCheckResult } from "../../protocol/deletion.schema.ts";
import type { Env } from "../env.ts";
import { checkRestored } from "../restore-check.ts";
import { rewrap, rotationState } from "../rotation.ts";
import { maskIp } from "../visitor-context.ts";
import { errorAnswers } from "./errors.schema.ts";
import type { AdminContext } from "./member.ts";
import { adminRoutes, body, bounded, json } from "./routes.ts";
import { settingsAfter } from "./settings.ts";

/** Who is noted in the activity log. */
const ACTOR = "platform";

const utf8 = new TextEncoder();

/** Whether two texts are the same, in a time that says nothing of either: what is compared are their digests. */
async function sameText(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([a, b].map((text) => crypto.subtle.digest("SHA-256", utf8.encode(text))));
  return crypto.subtle.timingSafeEqual(first!, second!);
}

/** Lets the owner of the platform pass: whoever has `PLATFORM_TOKEN`. A deployment without one has no such routes. */
const owner = createMiddleware<AdminContext>(async ({ env, req }, next) => {
  if (!env.PLATFORM_TOKEN) throw new PlayheadError("not_found", `There is nothing at ${req.method} ${req.path}.`);
  const given = /^Bearer +(.+)$/i.exec(req.header("Authorization") ?? "")?.[1] ?? "";
  if (!(await sameText(given, env.PLATFORM_TOKEN)))
    throw new PlayheadError("invalid_token", "Send the platform's token: `Authorization: Bearer <PLATFORM_TOKEN>`.");
  await next();
});

async function regionOf({ ACCOUNTS }: Env, tenant: string): Promise<Region> {
  const [row] = await drizzle(ACCOUNTS).select({ region: tenants.region }).from(tenants).where(eq(tenants.id, tenant));
  if (!row) throw new PlayheadError("not_found", `There is no tenant "${tenant}".`);
  return row.region;
}

const putMaxLevel = createRoute({
  method: "put",
  path: "/api/platform/tenants/{id}/max-level",
  middleware: [owner, bounded] as const,
  request: { params: z.object({ id: z.string().max(64) }), ...body(levelLock) },
  responses: { 200: json(levelLockResult, "Levels above it are cut to it from now on"), ...errorAnswers },
});

const postRestoreCheck = createRoute({
  method: "post",
  path: "/api/platform/restore-check",
  middleware: [owner, bounded] as const,
  request: body(restoreCheckRequest),
  responses: {
    200: json(restoreCheckResult, "What had come back and is deleted again; go on with `next`"),
    ...errorAnswers,
  },
});

const getRotation = createRoute({
  method: "get",
  path: "/api/platform/rotation",
  middleware: [owner] as const,
  responses: { 200: json(rotationShape, "The master secrets, without their texts"), ...errorAnswers },
});

const postRotation = createRoute({
  method: "post",
  path: "/api/platform/rotation",
  middleware: [owner, bounded] as const,
  request: body(rewrapRequest),
  responses: { 200: json(rewrapResult, "What was wrapped anew; go on with `next`"), ...errorAnswers },
});

/** What the owner of the platform may do to tenants. */
export const platformRoutes = adminRoutes()
  .openapi(postRestoreCheck, async (context) => {
    const { region, after } = context.req.valid("json");
    return context.json(await checkRestored(context.env, region, after), 200);
  })
  .openapi(getRotation, async (context) => context.json(await rotationState(context.env, Date.now()), 200))
  .openapi(postRotation, async (context) => context.json(await rewrap(context.env, context.req.valid("json")), 200))
  .openapi(putMaxLevel, async (context) => {
    const { env, req } = context;
    const { id } = req.valid("param");
    const actor = { user: ACTOR, maskedIp: maskIp(req.header("CF-Connecting-IP") ?? null) };
    const object = tenantObject(env, await regionOf(env, id), id);
    const { version, policy } = settingsAfter(await object.lockLevel(actor, req.valid("json").maxLevel));
    return context.json({ tenant: id, version, maxLevel: policy.maxLevel }, 200);
  });
