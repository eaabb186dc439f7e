import { LIMITS } from "../protocol/limits.ts";

/** A visit as the tabs share it in storage. Times are Unix milliseconds on the visitor's clock. */
export interface Session {
  /** UUIDv7. */
  id: string;
  startedAt: number;
  /** The visitor's last activity in any tab, to within the recorder's writing interval. */
  lastAt: number;
  /** Milliseconds to add to the visitor's clock to have the server's; absent until it has been measured. */
  offset?: number;
  /** Names of events that the site has tracked, once the server has asked for them. */
  events?: string[];
}

/**
 * Whether a visit can go on: its last activity is not too old, nor its start. Differences count in both directions, so a
 * clock that was set back ends a visit rather than keeping it for a year.
 */
export function isLive({ startedAt, lastAt }: Session, now: number): boolean {
  return Math.abs(now - lastAt) < LIMITS.sessionIdleMs && Math.abs(now - startedAt) < LIMITS.sessionMaxMs;
}
