import { z } from "zod";
import type { SessionRow } from "./api.schema.ts";
import { LISTS } from "./list-limits.ts";

/** What a running session says of itself to lists that show it: what the index and the members add is not in it. */
export type MovedSession = Omit<SessionRow, "knownAs" | "pinnedAt" | "pinnedBy" | "pinReason" | "tags" | "seen">;

/** Text frames of the list's socket (`GET /api/sessions/live`). */
export type ListMessage =
  /** The first: for how many milliseconds this socket hears anything. Whoever may look on opens another before. */
  | { kind: "hello"; ms: number }
  /** Sessions as they are now: some that were asked for, and some that have just begun or ended. */
  | { kind: "moved"; sessions: MovedSession[] }
  /** Sessions that were deleted. */
  | { kind: "gone"; sessions: string[] };

/** The only frame that the other side sends: running sessions that it shows, and wants to hear of while the socket lives. */
export const shownSessions = z.strictObject({ show: z.array(z.uuid()).max(LISTS.shownLive) });
export type ShownSessions = z.infer<typeof shownSessions>;
