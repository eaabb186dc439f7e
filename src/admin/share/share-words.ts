import type { Share } from "../../protocol/share.schema.ts";

/** How a link stands. */
export function shareState({ revokedAt, expiresAt }: Share, now: number): "revoked" | "ended" | "good" {
  if (revokedAt !== null) return "revoked";
  return expiresAt <= now ? "ended" : "good";
}

/** How often it was opened. */
export function opensText({ opens }: Share): string {
  if (opens === 0) return "not opened yet";
  return opens === 1 ? "opened once" : `opened ${opens} times`;
}
