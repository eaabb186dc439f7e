import { passkey } from "@better-auth/passkey";
import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { APIError } from "better-auth/api";
import { organization } from "better-auth/plugins/organization";
import { twoFactor } from "better-auth/plugins/two-factor";
import { drizzle } from "drizzle-orm/d1";
import { ACCOUNT_LIMITS, SECOND_MS } from "../../protocol/index.ts";
import { authTables } from "../../storage/account-tables.ts";
import { derivedSecret, currentSecret, keyRing, oldestSecret, type KeyRing } from "../../storage/index.ts";
import { isLocal, publicOrigin, type Env } from "../env.ts";
import { maskIp } from "../visitor-context.ts";
import { hashPassword, verifyPassword } from "./password.ts";

const NAME = "Playhead";

/** `__Host-` binds a cookie to this very host and to https (RFC 6265bis §4.1.3.2), which localhost does not speak. */
function cookiePrefix(env: Env): string {
  return isLocal(env) ? "playhead" : "__Host-playhead";
}

/** What is kept of an address; of one that was masked before, all of it. */
function kept(address: string | null | undefined): string | null {
  return address?.includes("/") ? address : maskIp(address ?? null);
}

/** A passkey stands for both factors only when its device has seen whose it is. */
function checkUserVerified(verified: boolean | undefined): void {
  if (!verified) throw new APIError("UNAUTHORIZED", { message: "The device did not check that it is you." });
}

async function createAuth(env: Env, ring: KeyRing, origin: string) {
  const inForce = currentSecret(ring);
  const inOrder = [inForce, ...ring.filter((secret) => secret !== inForce)];
  // Made with the first, opened with any; cookies are signed and checked with the first alone.
  const secrets = await Promise.all(
    inOrder.map(async ({ number, text }) => ({ version: number, value: await derivedSecret(text, "auth-secret") })),
  );
  return betterAuth({
    appName: NAME,
    baseURL: origin,
    basePath: "/api/auth",
    secrets,
    // What is stored without a number is from before there were several.
    secret: await derivedSecret(oldestSecret(ring).text, "auth-secret"),
    database: drizzleAdapter(drizzle(env.ACCOUNTS, { schema: authTables }), { provider: "sqlite", schema: authTables }),
    trustedOrigins: [origin],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: ACCOUNT_LIMITS.passwordMin,
      maxPasswordLength: ACCOUNT_LIMITS.passwordMax,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: { expiresIn: ACCOUNT_LIMITS.idleMs / SECOND_MS, updateAge: ACCOUNT_LIMITS.idleStepMs / SECOND_MS },
    plugins: [
      organization({ allowUserToCreateOrganization: false, disableOrganizationDeletion: true }),
      twoFactor({ issuer: NAME }),
      passkey({
        origin,
        rpID: new URL(origin).hostname,
        rpName: NAME,
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        registration: {
          afterVerification: ({ verification }) => checkUserVerified(verification.registrationInfo?.userVerified),
        },
        authentication: {
          afterVerification: ({ verification }) => checkUserVerified(verification.authenticationInfo.userVerified),
        },
      }),
    ],
    // The library's counts are an isolate's own: ours are in `throttle.ts`.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: cookiePrefix(env),
      // The library's own word for it is the prefix `__Secure-`, which is weaker.
      useSecureCookies: false,
      defaultCookieAttributes: { sameSite: "strict", httpOnly: true, secure: !isLocal(env), path: "/" },
      ipAddress: { ipAddressHeaders: ["cf-connecting-ip"] },
    },
    databaseHooks: {
      session: {
        // The full address is written nowhere, not even of members.
        create: { before: async (session) => ({ data: { ...session, ipAddress: kept(session.ipAddress) } }) },
      },
    },
    telemetry: { enabled: false },
  });
}

export type Auth = Awaited<ReturnType<typeof createAuth>>;

const instances = new WeakMap<Env, Map<string, Promise<Auth>>>();

/** The authentication of this deployment; one instance per isolate, origin and master secret, because making one is dear. */
export function authFor(env: Env, request: Request): Promise<Auth> {
  const origin = publicOrigin(env, request);
  let byOrigin = instances.get(env);
  if (!byOrigin) instances.set(env, (byOrigin = new Map()));
  const ring = keyRing(env);
  const name = `${currentSecret(ring).number} ${origin}`;
  let auth = byOrigin.get(name);
  if (!auth) byOrigin.set(name, (auth = createAuth(env, ring, origin)));
  return auth;
}
