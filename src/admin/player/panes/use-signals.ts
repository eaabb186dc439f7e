import { useMemo } from "react";
import type { Playback } from "../playback.ts";
import type { Signal } from "../signals.ts";
import { useStore } from "../store.ts";

/** A signal as a row: `at` is milliseconds since the session began. */
export type SignalOf<Kind extends Signal["kind"]> = Extract<Signal, { kind: Kind }>;

/** The signals of these kinds, in order of time. `kinds` has to be the same list each time. */
export function useSignals<Kind extends Signal["kind"]>(playback: Playback, kinds: readonly Kind[]): SignalOf<Kind>[] {
  const signals = useStore(playback.store, ({ overview }) => overview.signals);
  const startedAt = useStore(playback.store, ({ manifest }) => manifest?.session.startedAt ?? 0);
  return useMemo(
    () =>
      signals
        .filter((signal): signal is SignalOf<Kind> => kinds.includes(signal.kind as Kind))
        .map((signal) => ({ ...signal, at: Math.max(0, signal.at - startedAt) })),
    [signals, startedAt, kinds],
  );
}

/** What there is to say of a pane without rows. `signals`: what it lists is collected at dxa and above only. */
export function useEmptyWords(
  playback: Playback,
  any: boolean,
  nothing: string,
  noMatch: string,
  signals = true,
): string {
  const complete = useStore(playback.store, (state) => state.complete);
  const level = useStore(playback.store, ({ manifest }) => manifest?.session.level);
  if (any) return noMatch;
  if (signals && level === "engagement")
    return "This session was collected at engagement: nothing of this kind is part of it.";
  return complete ? nothing : "Loading…";
}
