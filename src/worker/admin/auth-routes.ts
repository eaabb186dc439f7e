import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { noteOfPerson } from "./account-log.ts";
import { AUTH_ROUTES, aimOf, cameWith, refusalOf, type AuthRoute } from "./auth-calls.ts";
import type { AdminContext } from "./member.ts";
import { bounded } from "./routes.ts";
import { requiresPerson } from "./signed-in.ts";
import { isFirstUse, throttle } from "./throttle.ts";
import { PlayheadError } from "../../protocol/index.ts";

type AuthContext = Context<AdminContext>;

/** The body of a call, if it has one that can be read; the library reads it again. */
async function bodyOf(request: Request): Promise<unknown> {
  if (request.method !== "POST") return null;
  return request
    .clone()
    .json()
    .catch(() => null);
}

/** Nothing of the library's answer to a sign-in goes out but whether a code is needed: the token belongs in the cookie only. */
function signInAnswer({ headers }: Response, codeNeeded: boolean): Response {
  const answer = Response.json({ codeNeeded });
  for (const cookie of headers.getSetCookie()) answer.headers.append("Set-Cookie", cookie);
  return answer;
}

async function pass(context: AuthContext, route: AuthRoute): Promise<Response> {
  const { env, req } = context;
  const { authFor } = await import("./auth.ts");
  const auth = await authFor(env, req.raw);
  const [body, before] = await Promise.all([bodyOf(req.raw), cameWith(env, req.raw)]);
  // What is done by somebody who is signed in is no sign-in: a new password of theirs, or codes that they switch on.
  const how = route.signsIn === "code" && before ? undefined : route.signsIn;
  const { email } = (body ?? {}) as { email?: unknown };
  const account = how === "password" ? String(email) : route.asksPassword ? context.var.person.user.email : null;
  const bounds = route.signsIn || route.asksPassword || route.writes ? await throttle(env, req.raw, account) : null;
  const aim = how ? await aimOf(env, req.raw, how, body) : null;
  const response = await auth.handler(req.raw);
  if (!response.ok) {
    if (how && aim !== null)
      await noteOfPerson(env, aim, req.raw, { action: "sign_in_failed", details: { method: how } });
    throw await refusalOf(route.path, response);
  }
  if (!route.writes) await bounds?.passed();
  if (!how) {
    if (route.action && before) await noteOfPerson(env, before.user, req.raw, { action: route.action, details: null });
    return response;
  }
  const { user, token, twoFactorRedirect } = (await response.json()) as {
    user?: { id: string };
    token?: string;
    twoFactorRedirect?: boolean;
  };
  if (twoFactorRedirect) return signInAnswer(response, true);
  if (user && how === "code" && !(await isFirstUse(env, user.id, body))) {
    // Whoever has read a code over somebody's shoulder comes second.
    if (token !== undefined) await (await auth.$context).internalAdapter.deleteSession(token);
    await noteOfPerson(env, user.id, req.raw, { action: "sign_in_failed", details: { method: how } });
    throw new PlayheadError("wrong_credentials", "This code was used; wait for the next one.");
  }
  if (user) await noteOfPerson(env, user.id, req.raw, { action: "sign_in", details: { method: how } });
  // Signing in makes another sign-in, and ends the one that the browser had before.
  if (before) await (await auth.$context).internalAdapter.deleteSession(before.token);
  return signInAnswer(response, false);
}

/** The routes of the authentication library that are open. */
export const authRoutes = new OpenAPIHono<AdminContext>();
for (const route of AUTH_ROUTES) {
  const path = `/api/auth${route.path}`;
  if (route.person) authRoutes.on(route.method, path, requiresPerson());
  authRoutes.on(route.method, path, bounded, (context) => pass(context, route));
}
