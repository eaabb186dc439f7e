import { createRoute } from "@hono/zod-openapi";
import { joinOffer, joinQuestion, joinRequest, signUp as signUpBody } from "../../protocol/account.schema.ts";
import { errorAnswers } from "./errors.schema.ts";
import { join, readOffer, signUp } from "./join.ts";
import { adminRoutes, body, bounded, json } from "./routes.ts";

const signedIn = { 204: { description: "Done, and signed in" }, ...errorAnswers };

const postOffer = createRoute({
  method: "post",
  path: "/api/join/offer",
  middleware: bounded,
  request: body(joinQuestion),
  responses: { 200: json(joinOffer, "What an invitation offers"), ...errorAnswers },
});

const postJoin = createRoute({
  method: "post",
  path: "/api/join",
  middleware: bounded,
  request: body(joinRequest),
  responses: signedIn,
});

const postSignUp = createRoute({
  method: "post",
  path: "/api/sign-up",
  middleware: bounded,
  request: body(signUpBody),
  responses: signedIn,
});

/** How somebody gets in who is not signed in: what lets them is the secret of a link, or that signing up is open. */
export const joinRoutes = adminRoutes()
  .openapi(postOffer, async (context) => context.json(await readOffer(context, context.req.valid("json").secret), 200))
  .openapi(postJoin, (context) => join(context, context.req.valid("json")))
  .openapi(postSignUp, (context) => signUp(context, context.req.valid("json")));
