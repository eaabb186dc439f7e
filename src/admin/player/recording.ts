import { lanes } from "../../protocol/stream.ts";
import { idleStretches, knownIdle, type Stretch } from "./activity.ts";
import type { BatchEvents } from "./chunk-reader.ts";
import { createGatherer, type Gathered } from "./gathered.ts";
import { gapLines, missingBatches } from "./missing.ts";
import { withoutEvents, type ReadBatch } from "./reader.ts";
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
  /** Forgets the events of these; what is known of them stays. */
  forget(batches: readonly BatchName[]): void;
  /** Brings the events of batches back that were forgotten. */
  restore(batches: readonly BatchEvents[]): void;
  /** Documents that are known to have a picture from this moment (Unix milliseconds), before their events are here. */
  expect(page: string, keyframeAt: number): void;
  track(page: string): Track | null;
  /** Session time of the last event. */
  end(): number;
  /**
   * Derived from everything so far; `end` is the session time up to which it counts. Only when it is `complete` is it known
   * what is missing. `lane`: only these documents can be on screen. `unknown`: what has not been read yet. The same one as long as nothing that it is made of is new.
   */
  overview(end: number, complete: boolean, lane?: ReadonlySet<string> | null, unknown?: readonly Stretch[]): Overview;
}

export interface Overview {
  spans: Span[];
  /** The same as if all documents could be on screen: what the visitor looked at. */
  looked: Span[];
  idle: Stretch[];
  items: readonly TimelineItem[];
  /** What was not recorded, as far as it is known from when to when. */
  gaps: Stretch[];
  /** How much happened when, in no order. */
  pulses: readonly Pulse[];
  /** What the panes list, in order. */
  signals: readonly Signal[];
  malformed: number;
  /** Batches that did not arrive though later ones of their document did. */
  missing: number;
}

/** What an overview is made of. */
interface Basis {
  gathered: Gathered;
  expected: number;
  end: number;
  complete: boolean;
  lane: ReadonlySet<string> | null;
  unknown: readonly Stretch[];
}

const NONE: readonly Stretch[] = [];

function sameLane(one: Basis["lane"], other: Basis["lane"]): boolean {
  return one === other || (one?.size === other?.size && one !== null && [...one].every((page) => other?.has(page)));
}

/** Collects batches in any order, each once by (page, seq). `startedAt` is the Unix time of session time 0. */
export function createRecording(startedAt: number): Recording {
  const byPage = new Map<string, Map<number, ReadBatch>>();
  const tracks = new Map<string, Track>();
  const expected: Evidence[] = [];
  const seen = new Set<string>();
  const gatherer = createGatherer();
  let last = startedAt;
  let latest: { basis: Basis; overview: Overview } | null = null;

  function restore(known: ReadBatch | undefined, body: ReadBatch["body"]): void {
    if (!known?.away) return;
    const { page, seq, at, digest } = known;
    byPage.get(page)!.set(seq, { page, seq, at, digest, body });
    tracks.delete(page);
  }

  function make({ gathered, end, complete, lane, unknown }: Basis): Overview {
    const holes = complete ? missingBatches(byPage) : [];
    const lost = complete ? gapLines(byPage, startedAt) : [];
    const all = lost.length === 0 ? gathered.items : [...gathered.items, ...lost];
    const items = withoutTwinClicks(all === gathered.items ? all : all.toSorted((a, b) => a.timestamp - b.timestamp));
    const timed = [...expected, ...gathered.evidence].map((each) => ({ ...each, at: each.at - startedAt }));
    const looked = schedule(timed, end);
    return {
      spans: lane
        ? schedule(
            timed.filter(({ page }) => lane.has(page)),
            end,
          )
        : looked,
      looked,
      idle: knownIdle(
        idleStretches(
          gathered.acts.map((act) => Math.max(0, act - startedAt)),
          end,
        ),
        unknown,
      ),
      items,
      gaps: items
        .filter(({ kind }) => kind === "gap")
        .map(({ timestamp, since = timestamp }) => ({ from: since - startedAt, to: timestamp - startedAt })),
      pulses: gathered.pulses,
      signals: gathered.signals,
      malformed: gathered.malformed,
      missing: holes.reduce((sum, { missing }) => sum + missing.length, 0),
    };
  }

  return {
    add(added) {
      for (const batch of added) {
        let page = byPage.get(batch.page);
        if (!page) byPage.set(batch.page, (page = new Map()));
        const known = page.get(batch.seq);
        // What it says of itself was read in order then; only its events may be new.
        if (known) {
          if (!batch.away) restore(known, batch.body);
          continue;
        }
        page.set(batch.seq, batch);
        tracks.delete(batch.page);
        gatherer.add(batch.digest);
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
    restore(batches) {
      for (const { page, seq, body } of batches) restore(byPage.get(page)?.get(seq), body);
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
    overview(end, complete, lane = null, unknown = NONE) {
      const basis: Basis = { gathered: gatherer.all(), expected: expected.length, end, complete, lane, unknown };
      const before = latest?.basis;
      if (
        latest &&
        before?.gathered === basis.gathered &&
        before.expected === basis.expected &&
        before.end === end &&
        before.complete === complete &&
        before.unknown === unknown &&
        sameLane(before.lane, lane)
      )
        return latest.overview;
      latest = { basis, overview: make(basis) };
      return latest.overview;
    },
  };
}
