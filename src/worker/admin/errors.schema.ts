import { z } from "@hono/zod-openapi";

const errorBody = z.object({ error: z.object({ code: z.string(), message: z.string(), requestId: z.string() }) });

/** The error answers that every admin route may give, for the OpenAPI document. */
export const errorAnswers = {
  "4XX": {
    description: "The caller's fault, with what to do about it",
    content: { "application/json": { schema: errorBody } },
  },
  503: { description: "Try again after `Retry-After` seconds", content: { "application/json": { schema: errorBody } } },
};
