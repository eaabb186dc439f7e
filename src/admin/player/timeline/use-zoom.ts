import { useEffect, useMemo, useRef, type RefObject } from "react";
import type { Playback } from "../playback.ts";
import { useStore } from "../store.ts";
import { followed, panBy, timeAt, viewOf, zoomAt, type View } from "./zoom.ts";

/** One notch of a wheel shows so many times as much. */
const NOTCH = 1.25;
/** A notch, in the pixels that browsers give it. */
const NOTCH_PX = 100;
/** Pixels of a line and of a page, for wheels that count in those. */
const UNIT_PX = [1, 16, 400];

/** Zooms in or out around the moment that is played. */
export function zoomStep({ store }: Playback, inwards: boolean): void {
  const { zoom, clock } = store.get();
  const view = viewOf(zoom, clock.duration);
  const inside = clock.time >= view.from && clock.time <= view.to;
  const at = inside ? clock.time : (view.from + view.to) / 2;
  store.set({ zoom: zoomAt(view, clock.duration, at, inwards ? 0.5 : 2) });
}

/** The part of the session that is shown in `bar`: the wheel zooms there, sideways it goes along; the moment played stays in it. */
export function useZoom(playback: Playback, bar: RefObject<HTMLElement | null>): View {
  const { store } = playback;
  const zoom = useStore(store, (state) => state.zoom);
  const duration = useStore(store, ({ clock }) => clock.duration);
  const view = useMemo(() => viewOf(zoom, duration), [zoom, duration]);

  useEffect(() => {
    const element = bar.current;
    if (!element) return;
    // Not React's: that one is passive, and the page would scroll as well.
    const turn = (event: WheelEvent) => {
      const { zoom: before, clock } = store.get();
      const unit = UNIT_PX[event.deltaMode] ?? 1;
      const [x, y] = [event.deltaX * unit, event.deltaY * unit];
      const sideways = event.shiftKey || Math.abs(x) > Math.abs(y);
      if (clock.duration === 0 || (sideways && !before)) return;
      event.preventDefault();
      const { left, width } = element.getBoundingClientRect();
      const shown = viewOf(before, clock.duration);
      const length = shown.to - shown.from;
      store.set({
        zoom: sideways
          ? panBy(shown, clock.duration, ((event.shiftKey ? y || x : x) / Math.max(1, width)) * length)
          : zoomAt(
              shown,
              clock.duration,
              timeAt(shown, (event.clientX - left) / Math.max(1, width)),
              NOTCH ** (y / NOTCH_PX),
            ),
      });
    };
    element.addEventListener("wheel", turn, { passive: false });
    return () => element.removeEventListener("wheel", turn);
  }, [bar, store]);

  const last = useRef(0);
  useEffect(
    () =>
      store.subscribe(() => {
        const { zoom: shown, clock } = store.get();
        if (clock.time === last.current) return;
        const before = last.current;
        last.current = clock.time;
        if (!shown) return;
        const now = viewOf(shown, clock.duration);
        const next = followed(now, clock.duration, before, clock.time);
        if (next !== now) store.set({ zoom: next });
      }),
    [store],
  );
  return view;
}
