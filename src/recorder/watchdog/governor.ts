/** Why the recorder does less than the server wants. */
export type Reason = "page_too_large" | "too_slow" | "too_much" | "queue_full";

export interface GovernorBounds {
  /** Elements of a page whose DOM is captured. */
  elements: number;
  /** Milliseconds of the page's thread that may be ours in `windowMs`. */
  workMs: number;
  windowMs: number;
  /** UTF-8 bytes of JSON text: what may come at once, and what comes back a second. */
  burstBytes: number;
  bytesPerSecond: number;
  /** UTF-8 bytes that may wait for the server. */
  queueBytes: number;
  /** A page with fewer changes a second than this is calm. */
  calmChanges: number;
  /** It has to be calm for this long, twice as long each time. */
  calmMs: number;
  /** How often in a document the full level comes back. */
  returns: number;
}

/** What one piece of work of ours came to. */
export interface Work {
  ms: number;
  bytes: number;
  /** Bytes that wait for the server after it. */
  queued: number;
}

/** What a page was like while the DOM was not captured. */
export interface Quiet {
  changes: number;
  ms: number;
  queued: number;
  elements(): number;
}

/** Parts of the window: what is older than the window by less than one of them still counts. */
const PARTS = 10;

/** Judges what recording costs the page and the way to the server. Pure: it knows no clock and no page. */
export function createGovernor(bounds: GovernorBounds) {
  let parts: { since: number; ms: number }[] = [];
  let tokens = bounds.burstBytes;
  let filledAt = 0;
  let reason: Reason | undefined;
  let returns = 0;

  const worked = (ms: number, now: number) => {
    const last = parts[parts.length - 1];
    if (last && now - last.since < bounds.windowMs / PARTS) last.ms += ms;
    else parts.push({ since: now, ms });
    parts = parts.filter(({ since }) => now - since < bounds.windowMs);
    return parts.reduce((sum, part) => sum + part.ms, 0);
  };

  const take = (bytes: number, now: number) => {
    tokens = Math.min(bounds.burstBytes, tokens + ((now - filledAt) / 1000) * bounds.bytesPerSecond) - bytes;
    filledAt = now;
    return tokens;
  };

  return {
    /** Judges a piece of work that ended at the moment `now`, milliseconds. */
    judge({ ms, bytes, queued }: Work, now: number): Reason | undefined {
      const spent = worked(ms, now);
      const left = take(bytes, now);
      if (queued > bounds.queueBytes) return "queue_full";
      if (left < 0) return "too_much";
      return spent > bounds.workMs ? "too_slow" : undefined;
    },
    fits: (elements: number): boolean => elements <= bounds.elements,
    /** The DOM is not captured any longer. What that cost is forgotten: what goes on is judged by itself. */
    lower(why: Reason, now: number): void {
      reason = why;
      parts = [];
      tokens = bounds.burstBytes;
      filledAt = now;
    },
    /** Why the DOM is not captured. */
    reason: (): Reason | undefined => reason,
    /** How long the page has to be calm, milliseconds; `undefined` when that does not help any more. */
    calmMs: (): number | undefined => (returns < bounds.returns ? bounds.calmMs * 2 ** returns : undefined),
    /** Whether the DOM may be captured again; then it counts as such. */
    isCalm({ changes, ms, queued, elements }: Quiet): boolean {
      const calm =
        (changes / ms) * 1000 < bounds.calmChanges && queued < bounds.queueBytes / 2 && elements() <= bounds.elements;
      if (calm) {
        returns++;
        reason = undefined;
      }
      return calm;
    },
  };
}

export type Governor = ReturnType<typeof createGovernor>;
