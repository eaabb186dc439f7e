import { SHARES } from "./limits.ts";

/** Bounds of notes on sessions. */
export const NOTES = {
  /** Characters of a note: a page of text. */
  chars: 4_000,
  /** Who can be meant by one. */
  mentions: 20,
  /** Notes of one session: more is no conversation. */
  perSession: 500,
  /** Moments of a session, milliseconds: as long as one may last. */
  atMs: SHARES.maxMoment,
  /** No window is larger, CSS pixels. */
  placePx: 100_000,
} as const;
