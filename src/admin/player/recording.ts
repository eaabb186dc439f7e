import { lanes, type Lane } from "../../protocol/stream.ts";
import { idleStretches, type Stretch } from "./activity.ts";
import { withoutEvents, type Digest, type ReadBatch } from "./reader.ts";
import type { Signal } from "./signals.ts";
import type { Pulse } from "./timeline/pulse.ts";
import { schedule, type Evidence, type Span } from "./schedule.ts";
import type { TimelineItem } from "./timeline.ts";
import { createTrack, type Track } from "./track.ts";
import { withoutTwinClicks } from "./twin-clicks.ts";

/** Which batch. */
export type BatchName = Pick<ReadBatch, "page" | "seq">;

/** What has been read of a session so far. */
export interface Recording {
  add(batches: readonly ReadBatch[]): void;
  /** Forgets the events of these; what is known of them stays. Adding them again brings them back. */
  forget(batches: readonly BatchName[]): void;
  /** Documents that are known to have a picture from this moment (Unix milliseconds), before their events are here. */
  expect(page: string, keyframeAt: number): void;
  track(page: string): Track | null;
  /** Session time of the last event. */
  end(): number;
  /**
   * Derived from everything so far; `end` is the session time up to which it counts. Only when it is `complete` is it known
   * what is missing. `lane`: only these documents can be on screen.
   */
  overview(end: number, complete: boolean, lane?: ReadonlySet<string> | null): Overview;
}

export interface Overview {
  spans: Span[];
  /** The same as if all documents could be on screen: what the visitor looked at. */
  looked: Span[];
  idle: Stretch[];
  items: TimelineItem[];
  /** What was not recorded, as far as it is known from when to when. */
  gaps: Stretch[];
  /** How much happened when, in no order. */
  pulses: Pulse[];
  /** What the panes list, in order. */
  signals: Signal[];
  malformed: number;
  /** Batches that did not arrive though later ones of their document did. */
  missing: number;
}

/** When there is a picture of a document whose beginning is missing: what came before it shows nothing. */
function picturedFrom(kept: ReadonlyMap<number, ReadBatch>): number {
  const opened = [...kept.values()].flatMap(({ digest }) => digest.evidence.filter(({ kind }) => kind === "open"));
  return Math.min(...opened.map(({ at }) => at));
}

/** Collects batches in any order, each once by (page, seq). `startedAt` is the Unix time of session time 0. */
export function createRecording(startedAt: number): Recording {
  const byPage = new Map<string, Map<number, ReadBatch>>();
  const tracks = new Map<string, Track>();
  const expected: Evidence[] = [];
  const seen = new Set<string>();
  let last = startedAt;

  function batches(): ReadBatch[] {
    return [...byPage.values()].flatMap((page) => [...page.values()]);
  }

  function gather<T>(part: (digest: Digest) => readonly T[]): T[] {
    return batches().flatMap(({ digest }) => part(digest));
  }

  /** When the last was before a moment that anything is known of, of another document; else the beginning. */
  function lastBefore(moment: number, page: string): number {
    const ends = batches().flatMap(({ page: other, digest }) => (other === page ? [] : [digest.to]));
    return ends.reduce((latest, end) => (end < moment && end > latest ? end : latest), Math.min(startedAt, moment));
  }

  /** A line for each row of missing batches, at the moment the recording goes on. */
  function gapLines({ page, missing }: Lane): TimelineItem[] {
    const kept = byPage.get(page)!;
    return missing.flatMap((seq) => {
      const next = kept.get(seq + 1);
      if (!next) return [];
      let count = 1;
      while (missing.includes(seq - count)) count++;
      const before = kept.get(seq - count);
      const detail = count === 1 ? "1 batch did not arrive" : `${count} batches did not arrive`;
      const { begins } = next.digest;
      const first = before ? Infinity : picturedFrom(kept);
      return [
        {
          timestamp: Number.isFinite(first) ? Math.max(begins, first) : begins,
          page,
          kind: "gap" as const,
          text: "Part of the recording is missing",
          detail,
          // Nobody knows when a document began whose first batch is missing.
          since: before ? Math.min(before.digest.to, begins) : lastBefore(begins, page),
        },
      ];
    });
  }

  return {
    add(added) {
      for (const batch of added) {
        let page = byPage.get(batch.page);
        if (!page) byPage.set(batch.page, (page = new Map()));
        const known = page.get(batch.seq);
        if (known && (!known.away || batch.away)) continue;
        // What it says of itself was read in order then; only its events are new.
        page.set(batch.seq, known ? { ...batch, digest: known.digest } : batch);
        tracks.delete(batch.page);
        last = Math.max(last, batch.digest.to);
      }
    },
    forget(names) {
      for (const { page, seq } of names) {
        const batch = byPage.get(page)?.get(seq);
        if (!batch || batch.away) continue;
        byPage.get(page)!.set(seq, withoutEvents(batch));
        tracks.delete(page);
      }
    },
    expect(page, keyframeAt) {
      if (seen.has(page)) return;
      seen.add(page);
      expected.push({ at: keyframeAt, page, kind: "open" });
    },
    track(page) {
      const made = tracks.get(page);
      if (made) return made;
      const [lane] = lanes([...(byPage.get(page)?.values() ?? [])].filter(({ away }) => !away));
      if (!lane) return null;
      const track = createTrack(lane, startedAt);
      tracks.set(page, track);
      return track;
    },
    end: () => last - startedAt,
    overview(end, complete, lane = null) {
      const holes = complete ? lanes(batches()).filter(({ missing }) => missing.length > 0) : [];
      const evidence = [...expected, ...gather((digest) => digest.evidence)];
      const acts = gather((digest) => digest.acts).map((act) => Math.max(0, act - startedAt));
      const items = withoutTwinClicks(
        [...gather((digest) => digest.items), ...holes.flatMap(gapLines)].toSorted((a, b) => a.timestamp - b.timestamp),
      );
      const timed = evidence.map((each) => ({ ...each, at: each.at - startedAt }));
      const looked = schedule(timed, end);
      return {
        spans: lane
          ? schedule(
              timed.filter(({ page }) => lane.has(page)),
              end,
            )
          : looked,
        looked,
        idle: idleStretches(
          acts.toSorted((a, b) => a - b),
          end,
        ),
        items,
        gaps: items
          .filter(({ kind }) => kind === "gap")
          .map(({ timestamp, since = timestamp }) => ({ from: since - startedAt, to: timestamp - startedAt })),
        pulses: gather((digest) => digest.pulses),
        signals: gather((digest) => digest.signals).toSorted((a, b) => a.at - b.at),
        malformed: batches().reduce((sum, { digest }) => sum + digest.malformed, 0),
        missing: holes.reduce((sum, { missing }) => sum + missing.length, 0),
      };
    },
  };
}
