import { createRoute, z } from "@hono/zod-openapi";
import { keyList, madeKey, newKey } from "../../protocol/members.schema.ts";
import { errorAnswers } from "./errors.schema.ts";
import { endKey, makeKey, readKeys } from "./keys.ts";
import { requires } from "./member.ts";
import { adminRoutes, body, bounded, json } from "./routes.ts";

const may = requires("members");

const getKeys = createRoute({
  method: "get",
  path: "/api/keys",
  middleware: may,
  responses: { 200: json(keyList, "API keys, without their secrets"), ...errorAnswers },
});

const postKey = createRoute({
  method: "post",
  path: "/api/keys",
  middleware: [may, bounded] as const,
  request: body(newKey),
  responses: { 201: json(madeKey, "A key; its secret is shown this once"), ...errorAnswers },
});

const deleteKey = createRoute({
  method: "delete",
  path: "/api/keys/{id}",
  middleware: may,
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: { 200: json(keyList, "With the key revoked"), ...errorAnswers },
});

export const keyRoutes = adminRoutes()
  .openapi(getKeys, async (context) => context.json(await readKeys(context), 200))
  .openapi(postKey, async (context) => context.json(await makeKey(context, context.req.valid("json")), 201))
  .openapi(deleteKey, async (context) => context.json(await endKey(context, context.req.valid("param").id), 200));
