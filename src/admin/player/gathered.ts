import type { Digest } from "./reader.ts";
import type { Evidence } from "./schedule.ts";
import type { Signal } from "./signals.ts";
import type { TimelineItem } from "./timeline.ts";
import type { Pulse } from "./timeline/pulse.ts";

/** What is known of all batches together, in order of time but for pulses. Unix milliseconds. */
export interface Gathered {
  evidence: readonly Evidence[];
  acts: readonly number[];
  items: readonly TimelineItem[];
  pulses: readonly Pulse[];
  signals: readonly Signal[];
  malformed: number;
}

/** Collects it while batches come: what is in order stays so, and a list in which nothing is new stays the same one. */
export interface Gatherer {
  add(digest: Digest): void;
  all(): Gathered;
}

/** One list for every kind: `fresh` after what there is, in order again. Two lists in order are merged in one pass by the sort. */
function merged<T>(list: readonly T[], fresh: readonly T[], at: (item: T) => number): readonly T[] {
  if (fresh.length === 0) return list;
  const next = [...fresh].toSorted((a, b) => at(a) - at(b));
  const last = list.at(-1);
  const both = [...list, ...next];
  return last === undefined || at(last) <= at(next[0]!) ? both : both.toSorted((a, b) => at(a) - at(b));
}

export function createGatherer(): Gatherer {
  let gathered: Gathered = { evidence: [], acts: [], items: [], pulses: [], signals: [], malformed: 0 };
  let fresh: Digest[] = [];
  return {
    add(digest) {
      fresh.push(digest);
    },
    all() {
      if (fresh.length === 0) return gathered;
      const { evidence, acts, items, pulses, signals, malformed } = gathered;
      const of = <T>(part: (digest: Digest) => readonly T[]) => fresh.flatMap(part);
      gathered = {
        evidence: merged(
          evidence,
          of((digest) => digest.evidence),
          ({ at }) => at,
        ),
        acts: merged(
          acts,
          of((digest) => digest.acts),
          (at) => at,
        ),
        items: merged(
          items,
          of((digest) => digest.items),
          ({ timestamp }) => timestamp,
        ),
        pulses: [...pulses, ...of((digest) => digest.pulses)],
        signals: merged(
          signals,
          of((digest) => digest.signals),
          ({ at }) => at,
        ),
        malformed: fresh.reduce((sum, digest) => sum + digest.malformed, malformed),
      };
      fresh = [];
      return gathered;
    },
  };
}
