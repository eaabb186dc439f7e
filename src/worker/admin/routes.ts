import { OpenAPIHono, type z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { LIMITS, PlayheadError } from "../../protocol/index.ts";
import { badRequest } from "../http-errors.ts";
import type { AdminContext } from "./member.ts";

/** A JSON answer of a route, for the OpenAPI document. */
export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { "application/json": { schema } } };
}

/** Refuses bodies that are larger than settings can be. */
export const bounded = bodyLimit({
  maxSize: LIMITS.settingsBodyBytes,
  onError: () => {
    throw new PlayheadError("body_too_large", `The body may have ${LIMITS.settingsBodyBytes} bytes.`);
  },
});

/** A JSON body of a route. */
export function body<T extends z.ZodType>(schema: T) {
  // Required: without it a body of another type would pass unread.
  return { body: { required: true, content: { "application/json": { schema } } } };
}

/** A table of admin routes; what does not fit a route's schema is a 400 that names the first thing that is wrong. */
export function adminRoutes() {
  return new OpenAPIHono<AdminContext>({
    defaultHook: (result) => {
      if (!result.success) throw badRequest(result.error.issues);
    },
  });
}
