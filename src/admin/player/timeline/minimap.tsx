import { useRef, type PointerEvent } from "react";
import type { Playback } from "../playback.ts";
import { useStore } from "../store.ts";
import classes from "./timeline.module.css";
import { panBy, viewOf } from "./zoom.ts";

/** Where the view is in the whole session; dragging moves it. Shown while the line of time is zoomed. */
export function Minimap({ playback }: { playback: Playback }) {
  const zoom = useStore(playback.store, (state) => state.zoom);
  const duration = useStore(playback.store, ({ clock }) => clock.duration);
  const second = useStore(playback.store, ({ clock }) => Math.round(clock.time / 250) * 250);
  const whole = useRef<HTMLDivElement>(null);
  const from = useRef<number | null>(null);
  if (!zoom || duration === 0) return null;
  const view = viewOf(zoom, duration);

  function move(event: PointerEvent): void {
    if (from.current === null) return;
    const by = ((event.clientX - from.current) / Math.max(1, whole.current!.clientWidth)) * duration;
    from.current = event.clientX;
    playback.store.set({ zoom: panBy(view, duration, by) });
  }
  function down(event: PointerEvent): void {
    const { left, width } = whole.current!.getBoundingClientRect();
    const at = ((event.clientX - left) / Math.max(1, width)) * duration;
    // Outside of the view: it comes there.
    if (at < view.from || at > view.to)
      playback.store.set({ zoom: panBy(view, duration, at - (view.from + view.to) / 2) });
    whole.current!.setPointerCapture(event.pointerId);
    from.current = event.clientX;
  }
  const percent = (time: number) => `${(time / duration) * 100}%`;
  return (
    <div
      ref={whole}
      className={classes["minimap"]}
      aria-hidden="true"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={() => (from.current = null)}
      onPointerCancel={() => (from.current = null)}
    >
      <span className={classes["window"]} style={{ left: percent(view.from), width: percent(view.to - view.from) }} />
      <span className={classes["now"]} style={{ left: percent(second) }} />
    </div>
  );
}
