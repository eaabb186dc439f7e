import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { PlayheadError, type ErrorCode } from "../../protocol/index.ts";
import { passkey, session, user, verification } from "../../storage/account-tables.ts";
import type { Env } from "../env.ts";
import type { Happening } from "./activity.ts";

/** What of the authentication library can be reached, and what of it the activity log tells. */
export interface AuthRoute {
  method: "GET" | "POST";
  path: string;
  /** For people who are signed in only. */
  person?: true;
  /** How somebody signs in with it. Such calls are throttled, and failures are logged. */
  signsIn?: "password" | "code" | "backup_code" | "passkey";
  /** It wants the password of whoever is signed in, so it is throttled as well. */
  asksPassword?: true;
  /** It writes a row for whoever asks, so that every call of it counts. */
  writes?: true;
  /** What somebody who is signed in has done with it. */
  action?: Happening["action"];
}

/** Everything else of the library is closed until somebody needs it. */
export const AUTH_ROUTES: readonly AuthRoute[] = [
  { method: "POST", path: "/sign-in/email", signsIn: "password" },
  { method: "POST", path: "/sign-out", action: "sign_out" },
  // With a sign-in it switches codes on, without one it is the second step of signing in.
  { method: "POST", path: "/two-factor/verify-totp", signsIn: "code", action: "two_factor_on" },
  { method: "POST", path: "/two-factor/verify-backup-code", signsIn: "backup_code" },
  { method: "POST", path: "/two-factor/enable", person: true, asksPassword: true },
  { method: "POST", path: "/two-factor/disable", person: true, asksPassword: true, action: "two_factor_off" },
  {
    method: "POST",
    path: "/two-factor/generate-backup-codes",
    person: true,
    asksPassword: true,
    action: "backup_codes_made",
  },
  { method: "GET", path: "/passkey/generate-register-options", person: true },
  { method: "POST", path: "/passkey/verify-registration", person: true, action: "passkey_added" },
  { method: "GET", path: "/passkey/generate-authenticate-options", writes: true },
  { method: "POST", path: "/passkey/verify-authentication", signsIn: "passkey" },
];

/** Value of one of the library's cookies, without its signature; the library itself checks that. */
function cookieValue(request: Request, name: string): string | null {
  const match = new RegExp(`(?:^|; )[\\w-]*playhead\\.${name}=([^;]+)`).exec(request.headers.get("Cookie") ?? "");
  return match ? (decodeURIComponent(match[1]!).split(".")[0] ?? null) : null;
}

/** The sign-in that a request comes with. */
export async function cameWith(env: Env, request: Request): Promise<{ user: string; token: string } | null> {
  const token = cookieValue(request, "session_token");
  if (token === null) return null;
  const [row] = await drizzle(env.ACCOUNTS)
    .select({ user: session.userId })
    .from(session)
    .where(eq(session.token, token));
  return row ? { user: row.user, token } : null;
}

/** Whose account somebody tries to get into; `null` when it is nobody's. Only the log believes it. */
export async function aimOf(
  env: Env,
  request: Request,
  how: AuthRoute["signsIn"],
  body: unknown,
): Promise<string | null> {
  const db = drizzle(env.ACCOUNTS);
  const { email, response } = (body ?? {}) as { email?: unknown; response?: { id?: unknown } };
  if (how === "password") {
    const [row] = await db
      .select({ id: user.id })
      .from(user)
      .where(eq(user.email, String(email).trim().toLowerCase()));
    return row?.id ?? null;
  }
  if (how === "passkey") {
    const [row] = await db
      .select({ id: passkey.userId })
      .from(passkey)
      .where(eq(passkey.credentialID, String(response?.id)));
    return row?.id ?? null;
  }
  const challenge = cookieValue(request, "two_factor");
  if (challenge === null) return null;
  const [row] = await db
    .select({ id: verification.value })
    .from(verification)
    .where(eq(verification.identifier, challenge));
  return row?.id ?? null;
}

const CODES: Record<number, ErrorCode> = {
  401: "wrong_credentials",
  403: "forbidden",
  404: "not_found",
  429: "too_many_requests",
};

/** The library's refusal as an error of ours. @throws Error for what is nobody's fault but ours */
export async function refusalOf(path: string, response: Response): Promise<PlayheadError> {
  const { message, code } = (await response.json().catch(() => ({}))) as { message?: string; code?: string };
  // The library calls a passkey that cannot be read its own fault.
  const passkeyFault = path.startsWith("/passkey/verify") && response.status === 500;
  if (response.status >= 500 && !passkeyFault) throw new Error(`authentication: ${response.status} ${code} ${message}`);
  const text = (message ?? "This was refused").replace(/\.?$/, ".");
  return new PlayheadError(CODES[response.status] ?? "bad_request", text);
}
