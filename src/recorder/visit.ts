import { SECOND_MS, MINUTE_MS } from "../protocol/limits.ts";
import { measureOffset, settleOffset } from "./clock.ts";
import type { Admitted, Handover } from "./handover.ts";
import { clockNow } from "./natives.ts";
import { isLive } from "./session.ts";

/** How often the visitor's activity is written for the other tabs; against 30 minutes of idleness this is exact enough. */
const TOUCH_MS = 10 * SECOND_MS;

/** A token is renewed this long before its end: a tail cannot ask for a new one. */
const RENEW_AHEAD_MS = 5 * MINUTE_MS;

/** The session that is being recorded, as one document sees it. */
export interface Visit {
  id: string;
  /** When the server let it in, Unix milliseconds on its clock. */
  startedAt: number;
  /** Unix milliseconds on the server's clock. */
  now(): number;
  /** Milliseconds between batches, as the server wants it at first. */
  interval: number;
  token(): string;
  isStale(): boolean;
  /** Gets a new token; `false` when the server says no. */
  renew(page: string): Promise<boolean>;
  /** Nobody has done anything in any tab for too long, or it has lasted too long, or the tabs have moved on to another. */
  isOver(): boolean;
  /** The visitor has done something. */
  touch(): void;
}

export function createVisit({ identity, ask }: Handover, admitted: Admitted): Visit {
  let { admission } = admitted;
  const session = { ...admitted.session, lastAt: admitted.receivedAt };
  let offset = (session.offset = settleOffset(session.offset, measureOffset(admitted)));
  let writtenAt = session.lastAt;
  let left = false;
  let renewing: Promise<boolean> | undefined;
  identity.save(session);
  const now = () => clockNow() + offset;
  return {
    id: session.id,
    startedAt: admission.startedAt,
    interval: admission.interval,
    now,
    token: () => admission.token,
    isStale: () => now() > admission.tokenExpiresAt - RENEW_AHEAD_MS,
    renew(page) {
      renewing ??= ask(page, session).then((again) => {
        renewing = undefined;
        if (!again) return false;
        admission = again.admission;
        offset = session.offset = settleOffset(offset, measureOffset(again));
        return true;
      });
      return renewing;
    },
    isOver() {
      if (left) return true;
      if (isLive(session, clockNow())) return false;
      const shared = identity.session();
      if (shared?.id !== session.id) return true;
      session.lastAt = shared.lastAt;
      return false;
    },
    touch() {
      session.lastAt = clockNow();
      if (session.lastAt - writtenAt < TOUCH_MS) return;
      writtenAt = session.lastAt;
      const shared = identity.session();
      left = !!shared && shared.id !== session.id;
      if (!left) identity.save(session);
    },
  };
}
