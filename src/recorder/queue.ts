import type { Gap, Parcel, QueuedEvent } from "./parcel.ts";

export interface QueueBounds {
  /** UTF-8 bytes the queue may hold. */
  queueBytes: number;
  /** A parcel closes when its events reach this. */
  flushBytes: number;
  /** The most that one parcel may hold, and so one event. */
  parcelBytes: number;
  parcelEvents: number;
  /** Makes the event that says what was lost before the moment `at`. */
  gapEvent(gap: Gap, at: number): QueuedEvent;
}

/** Room kept for gap events, bytes: one is about 150, and they must fit when nothing else does. */
const GAP_ROOM = 4096;

/** `,` between events; the envelope of a batch is counted as one more event. */
const SEPARATOR_BYTES = 1;
const ENVELOPE_BYTES = 64;

export type Pushed = "kept" | "closed" | "too_large" | "full";

function parcel(events: QueuedEvent[], order: number): Parcel {
  const bytes = events.reduce((sum, event) => sum + event.bytes, 0);
  return { order, events, bytes, sending: { tries: 0 } };
}

/**
 * Events waiting for the server: one open parcel that takes them, closed ones behind it in order. Pure: it knows no clock and
 * no network. What it cannot keep it counts, and puts a gap event where the loss is.
 */
export function createQueue(bounds: QueueBounds) {
  const parcels: Parcel[] = [];
  let open: QueuedEvent[] = [];
  let openBytes = ENVELOPE_BYTES;
  let total = 0;
  let orders = 0;
  let seqs = 0;
  /** Set while the queue takes nothing, because it was full and is not half empty yet. */
  let full: (Gap & { at: number }) | undefined;

  function close(): void {
    if (!open.length) return;
    parcels.push(parcel(open, ++orders));
    open = [];
    openBytes = ENVELOPE_BYTES;
  }

  function append(event: QueuedEvent): Pushed {
    const bytes = event.bytes + SEPARATOR_BYTES;
    if (openBytes + bytes > bounds.parcelBytes) close();
    open.push(event);
    openBytes += bytes;
    total += event.bytes;
    if (openBytes < bounds.flushBytes && open.length < bounds.parcelEvents) return "kept";
    close();
    return "closed";
  }

  function push(event: QueuedEvent): Pushed {
    const { bytes, at } = event;
    if (!full && total + bytes > bounds.queueBytes - GAP_ROOM)
      full = { reason: "queue_full", batches: 0, bytes: 0, events: 0, at };
    if (full) {
      full.events++;
      full.bytes += bytes;
      full.batches = Math.ceil(full.bytes / bounds.flushBytes);
      return "full";
    }
    if (bytes + SEPARATOR_BYTES + ENVELOPE_BYTES > bounds.parcelBytes) {
      append(bounds.gapEvent({ reason: "too_large", batches: 1, bytes, events: 1 }, at));
      return "too_large";
    }
    return append(event);
  }

  /** Takes a parcel out. `true` when that made the queue take events again: what comes next needs a keyframe. */
  function settle(done: Parcel): boolean {
    const index = parcels.indexOf(done);
    if (index < 0) return false;
    done.done = true;
    parcels.splice(index, 1);
    total -= done.bytes;
    if (!full || total > bounds.queueBytes / 2) return false;
    const { at, ...gap } = full;
    full = undefined;
    append(bounds.gapEvent(gap, at));
    return true;
  }

  /** The gap event for a parcel. Gap events in it are lost too: it says what they said. */
  function gapOf({ events }: Parcel, reason: Gap["reason"]): QueuedEvent {
    const sum: Gap = { reason, batches: 1, bytes: 0, events: 0 };
    for (const { bytes, gap } of events) {
      sum.batches += gap ? gap.batches : 0;
      sum.bytes += gap ? gap.bytes : bytes;
      sum.events += gap ? gap.events : 1;
    }
    return bounds.gapEvent(sum, events[events.length - 1]!.at);
  }

  function insert(events: QueuedEvent[], after: Parcel): Parcel {
    const added = parcel(events, after.order);
    parcels.splice(parcels.indexOf(after) + 1, 0, added);
    return added;
  }

  return {
    push,
    close,
    settle,
    /** The oldest parcels first; numbered ones are always in front. */
    parcels: parcels as readonly Parcel[],
    /** Gives a parcel its number. Numbers go in order: everything in front must have one. */
    number(next: Parcel): number {
      return (next.seq ??= seqs++);
    },
    /**
     * Replaces what the server will not take by a gap under the same number. A gap itself is only settled: whatever the
     * server holds under its number, nothing more can be said about it.
     */
    lose(lost: Parcel, reason: Gap["reason"]): void {
      if (lost.gap) return void settle(lost);
      const event = gapOf(lost, reason);
      total += event.bytes - lost.bytes;
      parcels[parcels.indexOf(lost)] = { ...parcel([event], lost.order), seq: lost.seq!, gap: true };
      lost.done = true;
    },
    /** The server has other content under this number: the next parcel says that ours is lost. */
    displace(lost: Parcel): boolean {
      if (!lost.gap) {
        const gap = insert([gapOf(lost, "refused")], lastNumbered(lost));
        gap.gap = true;
        total += gap.bytes;
      }
      return settle(lost);
    },
    /**
     * Makes two of one that is too large, in the middle of its bytes. `false` when that cannot be: also when a later number has
     * been given away, because the second half would come after what has that number.
     */
    split(large: Parcel): boolean {
      const isLast = large.seq === undefined || large.seq === seqs - 1;
      if (large.half || large.events.length < 2 || !isLast) return false;
      let head = 1;
      for (let sum = large.events[0]!.bytes; head < large.events.length - 1; head++) {
        sum += large.events[head]!.bytes;
        if (sum > large.bytes / 2) break;
      }
      const rest = insert(large.events.slice(head), large);
      const first = { ...parcel(large.events.slice(0, head), large.order), half: true };
      rest.half = true;
      parcels[parcels.indexOf(large)] = large.seq === undefined ? first : { ...first, seq: large.seq };
      large.done = true;
      return true;
    },
    /** UTF-8 bytes held. */
    bytes: () => total,
    /** Nothing is open and nothing waits. */
    isEmpty: () => !parcels.length && !open.length,
    isOpen: () => open.length > 0,
    /** The order of the youngest closed parcel. */
    lastOrder: () => orders,
    /** A full snapshot is waiting to be acknowledged. */
    holdsKeyframe: () => [open, ...parcels.map(({ events }) => events)].some((list) => list.some(isKeyframe)),
  };

  /** Numbered parcels are in front: the last of them is the one before the first that has none. */
  function lastNumbered(from: Parcel): Parcel {
    return parcels[parcels.filter(({ seq }) => seq !== undefined).length - 1] ?? from;
  }
}

function isKeyframe({ keyframe }: QueuedEvent): boolean {
  return !!keyframe;
}

export type Queue = ReturnType<typeof createQueue>;
