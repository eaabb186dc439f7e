import { SECOND_MS, MINUTE_MS } from "../protocol/limits.ts";
import type { AssetPlace } from "./assets/site.ts";
import { measureOffset, settleOffset } from "./clock.ts";
import type { Admission, Answered } from "./handover.ts";
import type { Identity } from "./identity.ts";
import { clockNow } from "./natives.ts";
import { isLive, type Session } from "./session.ts";

/** How often the visitor's activity is written for the other tabs; against 30 minutes of idleness this is exact enough. */
const TOUCH_MS = 10 * SECOND_MS;

/** A token is renewed this long before its end: a tail cannot ask for a new one. */
const RENEW_AHEAD_MS = 5 * MINUTE_MS;

/** The session that a document belongs to, recorded or not. */
export interface Visit {
  id: string;
  /** As it is asked for. */
  session(): Session;
  /** When the server let it in, Unix milliseconds on its clock; else when it began. */
  startedAt(): number;
  /** Unix milliseconds on the server's clock. */
  now(): number;
  /** Milliseconds between batches, as the server wants it at first. */
  interval(): number | undefined;
  token(): string;
  isStale(): boolean;
  /** Where the files that its pages use go. */
  assets(host: string): AssetPlace;
  /** Gets a new token for this visit; `false` when the server says no. */
  renew(page: string): Promise<boolean>;
  /** There is another answer for this visit. */
  update(answered: Answered): void;
  /** Nobody has done anything in any tab for too long, or it has lasted too long, or the tabs have moved on to another. */
  isOver(): boolean;
  /** The visitor has done something. */
  touch(): void;
  /** Notes names of tracked events for the other tabs and pages. */
  tell(events: string[]): void;
}

/** `renew` asks for another answer for this visit, and resolves to whether it was a yes. */
export function createVisit(
  { session: shared, save }: Identity,
  answered: Answered,
  renew: (visit: Visit, page: string) => Promise<boolean>,
): Visit {
  let admission: Admission | undefined;
  let session = answered.session;
  let offset = session.offset;
  let writtenAt = 0;
  let left = false;
  const now = () => clockNow() + (offset ?? 0);
  /** Other tabs write as well: what they know is kept. */
  const write = (changes: Partial<Session>) => {
    const theirs = shared();
    left = !!theirs && theirs.id !== session.id;
    session = { ...session, ...(!left && theirs), ...changes };
    writtenAt = session.lastAt;
    if (!left) save(session);
  };
  const visit: Visit = {
    id: session.id,
    session: () => session,
    startedAt: () => admission?.startedAt ?? session.startedAt + (offset ?? 0),
    now,
    interval: () => admission?.interval,
    token: () => admission?.token ?? "",
    assets: (host) => ({
      session: session.id,
      url: (path, query) =>
        `${host}/v1/sessions/${session.id}/assets${path}?token=${encodeURIComponent(visit.token())}${query}`,
    }),
    isStale: () => !admission || now() > admission.tokenExpiresAt - RENEW_AHEAD_MS,
    renew: (page) => renew(visit, page),
    update(next) {
      if (next.answer.level !== "off") admission = next.answer;
      offset = settleOffset(offset, measureOffset(next));
      write({ offset, lastAt: next.receivedAt });
    },
    isOver() {
      if (left) return true;
      if (isLive(session, clockNow())) return false;
      const theirs = shared();
      if (theirs?.id !== session.id) return true;
      session.lastAt = theirs.lastAt;
      return false;
    },
    touch() {
      session.lastAt = clockNow();
      if (session.lastAt - writtenAt >= TOUCH_MS) write({ lastAt: session.lastAt });
    },
    tell: (events) => write({ events, lastAt: clockNow() }),
  };
  visit.update(answered);
  return visit;
}
