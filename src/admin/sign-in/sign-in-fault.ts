import { ApiError } from "../api.ts";

/** What to show when signing in did not work; `wrong` says what it means that the server did not believe it. */
export function signInFault(error: unknown, wrong: string): string {
  if (!(error instanceof ApiError)) return "Signing in did not work. Try again.";
  if (error.code === "offline" || error.status === 429) return error.message;
  if (error.status === 401) return wrong;
  if (error.status >= 500) return "The server has a problem. Try again in a moment.";
  return error.message;
}
