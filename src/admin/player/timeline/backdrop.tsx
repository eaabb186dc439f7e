import { memo, useMemo } from "react";
import type { Playback } from "../playback.ts";
import type { Span } from "../schedule.ts";
import { useStore } from "../store.ts";
import { areaPath, densityOf } from "./pulse.ts";
import classes from "./timeline.module.css";
import { placeOf, partOf, type View } from "./zoom.ts";

/** Width of one bar, CSS pixels: thinner ones can't be told apart. */
const BAR_PX = 3;

function Areas({ playback, view, width }: { playback: Playback; view: View; width: number }) {
  const pulses = useStore(playback.store, ({ overview }) => overview.pulses);
  const startedAt = useStore(playback.store, ({ manifest }) => manifest?.session.startedAt ?? 0);
  const bars = Math.max(1, Math.floor(width / BAR_PX));
  const { acts, changes } = useMemo(() => densityOf(pulses, startedAt, view, bars), [pulses, startedAt, view, bars]);
  return (
    <svg className={classes["areas"]} viewBox={`0 0 ${bars} 1`} preserveAspectRatio="none" aria-hidden="true">
      <path className={classes["changes"]} d={areaPath(changes.map((height) => height * 0.7))} />
      <path className={classes["acts"]} d={areaPath(acts)} />
    </svg>
  );
}

/** Pages that begin closer together than this have one line, CSS pixels: more would only grey the ground. */
const BOUNDARY_PX = 8;

/** Where pages begin, parts of the view. */
function boundaries(spans: readonly Span[], view: View, width: number): number[] {
  const kept: number[] = [];
  for (const { from } of spans.slice(1)) {
    const part = partOf(view, from);
    if (part >= 0 && part <= 1 && (part - (kept.at(-1) ?? -1)) * width >= BOUNDARY_PX) kept.push(part);
  }
  return kept;
}

/** What lies behind the line of time and does not move with it: how busy the visitor was, what is idle, missing and loaded, where pages begin. */
export const Backdrop = memo(function Backdrop({
  playback,
  view,
  width,
}: {
  playback: Playback;
  view: View;
  width: number;
}) {
  const { idle, gaps, spans } = useStore(playback.store, ({ overview }) => overview);
  const loaded = useStore(playback.store, (state) => state.loaded);
  if (view.to === 0) return null;
  return (
    <>
      {idle.map((stretch) => {
        const place = placeOf(view, stretch);
        return place && <span key={stretch.from} className={classes["idle"]} style={place} />;
      })}
      <Areas playback={playback} view={view} width={width} />
      {gaps.map((stretch) => {
        const place = placeOf(view, stretch);
        return (
          place && (
            <span key={`${stretch.from} ${stretch.to}`} data-stretch="gap" className={classes["gap"]} style={place} />
          )
        );
      })}
      {boundaries(spans, view, width).map((part) => (
        <span key={part} className={classes["boundary"]} style={{ left: `${part * 100}%` }} />
      ))}
      <span className={classes["rail"]}>
        {loaded.map((stretch) => {
          const place = placeOf(view, stretch);
          return place && <span key={stretch.from} className={classes["loaded"]} style={place} />;
        })}
      </span>
    </>
  );
});
