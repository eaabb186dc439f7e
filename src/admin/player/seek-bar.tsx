import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { clockText } from "../format/time.ts";
import classes from "./player.module.css";
import type { Playback } from "./playback.ts";
import { useStore } from "./store.ts";
import { SeekMarks } from "./seek-marks.tsx";

/** While dragging, a picture is asked for this often; each takes tens of milliseconds to build. */
const DRAG_SEEK_MS = 160;
const PAGE_MS = 30_000;

/** The line of time: click, drag, keyboard. Shows what is loaded, idle, and where things happened. */
export function SeekBar({ playback }: { playback: Playback }) {
  const time = useStore(playback.store, ({ clock }) => Math.round(clock.time / 50) * 50);
  const duration = useStore(playback.store, ({ clock }) => clock.duration);
  const [hover, setHover] = useState<number | null>(null);
  const [drag, setDrag] = useState<number | null>(null);
  const bar = useRef<HTMLDivElement>(null);
  const lastSeek = useRef(0);

  function timeAt(event: PointerEvent): number {
    const { left, width } = bar.current!.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width))) * duration;
  }
  function down(event: PointerEvent): void {
    if (event.button !== 0 || duration === 0) return;
    bar.current!.setPointerCapture(event.pointerId);
    setDrag(timeAt(event));
    lastSeek.current = event.timeStamp;
    playback.seek(timeAt(event));
  }
  function move(event: PointerEvent): void {
    const at = timeAt(event);
    setHover(at);
    if (drag === null) return;
    setDrag(at);
    if (event.timeStamp - lastSeek.current < DRAG_SEEK_MS) return;
    lastSeek.current = event.timeStamp;
    playback.seek(at);
  }
  function up(event: PointerEvent): void {
    if (drag === null) return;
    setDrag(null);
    playback.seek(timeAt(event));
  }
  function key(event: KeyboardEvent): void {
    if (event.key !== "PageUp" && event.key !== "PageDown") return;
    event.preventDefault();
    playback.seek(time + (event.key === "PageUp" ? PAGE_MS : -PAGE_MS));
  }

  const shown = drag ?? time;
  const part = duration > 0 ? (shown / duration) * 100 : 0;
  const tip = drag ?? hover;
  return (
    <div
      ref={bar}
      className={classes["seek"]}
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
      <SeekMarks playback={playback} duration={duration} />
      <span className={classes["progress"]} style={{ width: `${part}%` }} />
      <span className={classes["thumb"]} style={{ left: `${part}%` }} />
      {tip !== null && duration > 0 && (
        <span className={classes["tip"]} style={{ left: `${Math.min(98, Math.max(2, (tip / duration) * 100))}%` }}>
          {clockText(tip)}
        </span>
      )}
    </div>
  );
}
