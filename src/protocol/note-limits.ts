import { SHARES } from "./limits.ts";

/** Bounds of notes on sessions. */
export const NOTES = {
  /** Characters of a note: a page of text. */
  chars: 4_000,
  /** Who can be meant by one. */
  mentions: 20,
  /** Open notes that mention somebody, among which those of whoever asks are looked for, the newest first … */
  callingLooked: 2_000,
  /** … and how many of theirs are shown: whoever has more resolves some. */
  callingShown: 30,
  /** Notes of one session: more is no conversation. */
  perSession: 500,
  /** Moments of a session, milliseconds: as long as one may last. */
  atMs: SHARES.maxMoment,
  /** No window is larger, CSS pixels. */
  placePx: 100_000,
} as const;
