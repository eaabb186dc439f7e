import { memo } from "react";
import type { Stretch } from "./activity.ts";
import classes from "./player.module.css";
import type { Playback } from "./playback.ts";
import { useStore } from "./store.ts";
import type { TimelineItem } from "./timeline.ts";

/** Marks closer than this part of the line are drawn once: more can't be told apart. */
const MARK_GRAIN = 0.002;
const MARKED = new Set<TimelineItem["kind"]>([
  "page",
  "navigation",
  "click",
  "custom",
  "identify",
  "gap",
  "rage",
  "dead",
  "error",
]);

interface Mark {
  part: number;
  kind: TimelineItem["kind"];
}

function marksOf(items: readonly TimelineItem[], startedAt: number, duration: number): Mark[] {
  const marks = new Map<string, Mark>();
  for (const { timestamp, kind } of items) {
    if (!MARKED.has(kind)) continue;
    const part = Math.min(1, Math.max(0, (timestamp - startedAt) / duration));
    const key = `${kind}${Math.round(part / MARK_GRAIN)}`;
    if (!marks.has(key)) marks.set(key, { part, kind });
  }
  return [...marks.values()];
}

function style({ from, to }: Stretch, duration: number): { left: string; width: string } {
  const left = Math.max(0, from / duration);
  return { left: `${left * 100}%`, width: `${Math.max(0, Math.min(1, to / duration) - left) * 100}%` };
}

/** What lies on the line of time and does not move with it. */
export const SeekMarks = memo(function SeekMarks({ playback, duration }: { playback: Playback; duration: number }) {
  const { items, idle } = useStore(playback.store, ({ overview }) => overview);
  const loaded = useStore(playback.store, (state) => state.loaded);
  const startedAt = useStore(playback.store, ({ manifest }) => manifest?.session.startedAt ?? 0);
  if (duration === 0) return <span className={classes["rail"]} />;
  return (
    <>
      <span className={classes["rail"]}>
        {loaded.map((stretch) => (
          <span key={stretch.from} className={classes["loaded"]} style={style(stretch, duration)} />
        ))}
        {idle.map((stretch) => (
          <span key={stretch.from} className={classes["idle"]} style={style(stretch, duration)} />
        ))}
      </span>
      <span className={classes["marks"]} aria-hidden="true">
        {marksOf(items, startedAt, duration).map(({ part, kind }) => (
          <span key={`${kind}${part}`} data-kind={kind} style={{ left: `${part * 100}%` }} />
        ))}
      </span>
    </>
  );
});
