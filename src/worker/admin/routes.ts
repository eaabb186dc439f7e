import { OpenAPIHono, type z } from "@hono/zod-openapi";
import { badRequest } from "../http-errors.ts";
import type { AdminContext } from "./member.ts";

/** A JSON answer of a route, for the OpenAPI document. */
export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { "application/json": { schema } } };
}

/** A table of admin routes; what does not fit a route's schema is a 400 that names the first thing that is wrong. */
export function adminRoutes() {
  return new OpenAPIHono<AdminContext>({
    defaultHook: (result) => {
      if (!result.success) throw badRequest(result.error.issues);
    },
  });
}
