import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { ACCOUNT_LIMITS, PlayheadError } from "../../protocol/index.ts";
import { marked } from "./access.ts";
import { bearerOf } from "./api-key.ts";
import type { AdminContext } from "./member.ts";

/** Somebody who is signed in, in whichever tenant. */
export interface Person {
  user: { id: string; name: string; email: string; twoFactorEnabled: boolean };
  /** Their sign-in. */
  signIn: { id: string; token: string; createdAt: Date; tenant: string | null };
}

const signedOut = () => new PlayheadError("signed_out", "Sign in first.");

/**
 * Who the cookie says it is. A sign-in that is used is kept alive, and its cookie goes with the answer; one that is too old ends here.
 * @throws {PlayheadError} `signed_out`
 */
export async function signedIn(context: Context<AdminContext>): Promise<Person> {
  const { env, req } = context;
  // Loaded here and not above, so that taking a batch never pays for it.
  const { authFor } = await import("./auth.ts");
  const auth = await authFor(env, req.raw);
  const { headers, response } = await auth.api.getSession({ headers: req.raw.headers, returnHeaders: true });
  if (!response) throw signedOut();
  const { user, session } = response;
  if (session.createdAt.getTime() + ACCOUNT_LIMITS.signInMs <= Date.now()) {
    await (await auth.$context).internalAdapter.deleteSession(session.token);
    throw signedOut();
  }
  context.set("cookies", headers.getSetCookie());
  const { id, name, email } = user;
  return {
    user: { id, name, email, twoFactorEnabled: user.twoFactorEnabled ?? false },
    signIn: {
      id: session.id,
      token: session.token,
      createdAt: session.createdAt,
      tenant: session.activeOrganizationId ?? null,
    },
  };
}

/** Lets people pass who are signed in, whether or not they are in a tenant. */
export function requiresPerson() {
  return marked(
    "person",
    createMiddleware<AdminContext>(async (context, next) => {
      if (bearerOf(context.req.raw) !== null)
        throw new PlayheadError("forbidden", "An API key is nobody's account: sign in, and leave `Authorization` out.");
      context.set("person", await signedIn(context));
      await next();
    }),
  );
}
