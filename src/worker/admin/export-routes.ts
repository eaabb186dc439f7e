import { createRoute } from "@hono/zod-openapi";
import { exportRequest } from "../../protocol/export.schema.ts";
import { errorAnswers } from "./errors.schema.ts";
import { exportSessions } from "./exports.ts";
import { requires } from "./member.ts";
import { adminRoutes, body, bounded } from "./routes.ts";

const postExport = createRoute({
  method: "post",
  path: "/api/exports",
  middleware: [requires("export"), bounded] as const,
  request: body(exportRequest),
  responses: { 200: { description: "The file, while it is made" }, ...errorAnswers },
});

/** Taking recordings out. */
export const exportRoutes = adminRoutes().openapi(postExport, (context) =>
  exportSessions(context, context.req.valid("json")),
);
