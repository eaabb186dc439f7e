import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { clockText } from "../../format/time.ts";
import type { Playback } from "../playback.ts";
import { useStore } from "../store.ts";
import { Backdrop } from "./backdrop.tsx";
import { Lanes } from "./lanes.tsx";
import { MarkRow, MARK_PX } from "./mark-row.tsx";
import type { Marked } from "./marks.ts";
import { Minimap } from "./minimap.tsx";
import { MomentCard } from "./moment-card.tsx";
import classes from "./timeline.module.css";
import { useZoom } from "./use-zoom.ts";
import { partOf, timeAt, type View } from "./zoom.ts";

/** While dragging, a picture is asked for this often; each takes tens of milliseconds to build. */
const DRAG_SEEK_MS = 160;
const PAGE_MS = 30_000;

/** What moves with time. */
function Head({ playback, view, drag }: { playback: Playback; view: View; drag: number | null }) {
  const time = useStore(playback.store, ({ clock }) => Math.round(clock.time / 20) * 20);
  const part = view.to > view.from ? partOf(view, drag ?? time) : 0;
  const shown = Math.min(1, Math.max(0, part)) * 100;
  return (
    <>
      <span className={classes["progress"]} style={{ width: `${shown}%` }} />
      {part >= 0 && part <= 1 && <span className={classes["thumb"]} style={{ left: `${shown}%` }} />}
    </>
  );
}

/** The line of time: click, drag, wheel, keyboard. `marked` is what there is to jump to, in order of time. */
export function Timeline({ playback, marked }: { playback: Playback; marked: readonly Marked[] }) {
  const duration = useStore(playback.store, ({ clock }) => clock.duration);
  const second = useStore(playback.store, ({ clock }) => Math.round(clock.time / 1000) * 1000);
  const [hover, setHover] = useState<number | null>(null);
  const [drag, setDrag] = useState<number | null>(null);
  const [width, setWidth] = useState(0);
  const bar = useRef<HTMLDivElement>(null);
  const lastSeek = useRef(0);
  const view = useZoom(playback, bar);
  const length = view.to - view.from;
  /** Half a mark, in milliseconds. */
  const reach = useMemo(() => (width > 0 ? (MARK_PX / 2 / width) * length : 0), [width, length]);

  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(entry!.contentRect.width));
    observer.observe(bar.current!);
    return () => observer.disconnect();
  }, []);

  function atPointer(event: PointerEvent): number {
    const box = bar.current!.getBoundingClientRect();
    return timeAt(view, (event.clientX - box.left) / Math.max(1, box.width));
  }
  /** Where a press leads: to what is marked there when it was the mark that was pressed. */
  function target(event: PointerEvent): number {
    const at = atPointer(event);
    const onMark = (event.target as Element).closest("[data-mark]") !== null;
    const near = onMark
      ? marked.reduce<Marked | null>(
          (best, each) => (!best || Math.abs(each.at - at) < Math.abs(best.at - at) ? each : best),
          null,
        )
      : null;
    return near ? near.at : at;
  }
  function down(event: PointerEvent): void {
    if (event.button !== 0 || duration === 0) return;
    bar.current!.setPointerCapture(event.pointerId);
    const at = target(event);
    setDrag(at);
    setHover(at);
    lastSeek.current = event.timeStamp;
    playback.seek(at);
  }
  function move(event: PointerEvent): void {
    const at = atPointer(event);
    setHover(at);
    if (drag === null || event.timeStamp - lastSeek.current < DRAG_SEEK_MS) return;
    setDrag(at);
    lastSeek.current = event.timeStamp;
    playback.seek(at);
  }
  function up(event: PointerEvent): void {
    if (drag === null) return;
    setDrag(null);
    // A press that did not move stays where it led to.
    if (Math.abs(atPointer(event) - drag) > reach) playback.seek(atPointer(event));
    if (event.pointerType !== "mouse") setHover(null);
  }
  function key(event: KeyboardEvent): void {
    if (event.key !== "PageUp" && event.key !== "PageDown") return;
    event.preventDefault();
    playback.seek(playback.store.get().clock.time + (event.key === "PageUp" ? PAGE_MS : -PAGE_MS));
  }

  const shown = drag ?? second;
  const tip = hover === null ? null : Math.min(1, Math.max(0, partOf(view, hover)));
  return (
    <div className={classes["timeline"]}>
      <div
        ref={bar}
        className={classes["bar"]}
        role="slider"
        tabIndex={0}
        aria-label="Time"
        aria-valuemin={0}
        aria-valuemax={Math.round(duration / 1000)}
        aria-valuenow={Math.round(shown / 1000)}
        aria-valuetext={`${clockText(shown)} of ${clockText(duration)}`}
        data-dragging={drag === null ? undefined : ""}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={() => setDrag(null)}
        onPointerLeave={() => setHover(null)}
        onKeyDown={key}
      >
        <MarkRow marked={marked} view={view} width={width} />
        <span className={classes["ground"]}>
          <Backdrop playback={playback} view={view} width={width} />
          {tip !== null && <span className={classes["hair"]} style={{ left: `${tip * 100}%` }} />}
          <Head playback={playback} view={view} drag={drag} />
        </span>
        {tip !== null && duration > 0 && (
          <MomentCard
            playback={playback}
            marked={marked}
            time={hover!}
            reach={reach}
            left={`clamp(8px, calc(${tip * 100}% - 120px), calc(100% - 248px))`}
          />
        )}
      </div>
      <Lanes playback={playback} view={view} />
      <Minimap playback={playback} />
    </div>
  );
}
