import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { organization } from "better-auth/plugins/organization";
import { drizzle } from "drizzle-orm/d1";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../protocol/index.ts";
import { authTables } from "../../storage/account-tables.ts";
import { derivedSecret } from "../../storage/index.ts";
import { isLocal, type Env } from "../env.ts";
import { maskIp } from "../visitor-context.ts";
import { hashPassword, verifyPassword } from "./password.ts";

/** Someone who does nothing is signed out after this long; a sign-in ends after that long at the latest (ASVS 5.0 §7.3). */
const SIGN_IN_SECONDS = (12 * HOUR_MS) / SECOND_MS;
const REFRESH_SECONDS = (30 * MINUTE_MS) / SECOND_MS;

async function createAuth(env: Env, origin: string) {
  return betterAuth({
    baseURL: origin,
    basePath: "/api/auth",
    secret: await derivedSecret(env.MASTER_SECRET, "auth-secret"),
    database: drizzleAdapter(drizzle(env.ACCOUNTS, { schema: authTables }), { provider: "sqlite", schema: authTables }),
    trustedOrigins: [origin],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: { expiresIn: SIGN_IN_SECONDS, updateAge: REFRESH_SECONDS },
    plugins: [organization({ allowUserToCreateOrganization: false, disableOrganizationDeletion: true })],
    rateLimit: { enabled: true, window: 60, max: 200, customRules: { "/sign-in/email": { window: 60, max: 10 } } },
    advanced: {
      cookiePrefix: "playhead",
      useSecureCookies: !isLocal(env),
      defaultCookieAttributes: { sameSite: "strict", httpOnly: true },
      ipAddress: { ipAddressHeaders: ["cf-connecting-ip"] },
    },
    databaseHooks: {
      session: {
        // The full address is written nowhere, not even of members.
        create: { before: async (session) => ({ data: { ...session, ipAddress: maskIp(session.ipAddress ?? null) } }) },
      },
    },
    telemetry: { enabled: false },
  });
}

export type Auth = Awaited<ReturnType<typeof createAuth>>;

const instances = new WeakMap<Env, Map<string, Promise<Auth>>>();

/** The authentication of this deployment; one instance per isolate and origin, because making one is dear. */
export function authFor(env: Env, request: Request): Promise<Auth> {
  const origin = env.PUBLIC_URL ?? new URL(request.url).origin;
  let byOrigin = instances.get(env);
  if (!byOrigin) instances.set(env, (byOrigin = new Map()));
  let auth = byOrigin.get(origin);
  if (!auth) byOrigin.set(origin, (auth = createAuth(env, origin)));
  return auth;
}
