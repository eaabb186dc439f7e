import { useRef, type KeyboardEvent, type PointerEvent } from "react";
import { ASIDE, asideWidth, preferences } from "../preferences.ts";
import { useStore } from "../store.ts";
import classes from "./panes.module.css";

const STEP_PX = 24;

function set(wanted: number): void {
  preferences.set({ aside: asideWidth(wanted) });
}

/** The edge of the panes: dragging it, or the arrow keys on it, make them wider and narrower. */
export function AsideEdge() {
  const width = useStore(preferences, ({ aside }) => aside);
  const from = useRef<{ x: number; width: number } | null>(null);

  function move(event: PointerEvent): void {
    if (from.current) set(from.current.width + from.current.x - event.clientX);
  }
  function key(event: KeyboardEvent): void {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    set(width + (event.key === "ArrowLeft" ? STEP_PX : -STEP_PX));
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a separator that can be moved is interactive (ARIA)
    <div
      className={classes["edge"]}
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the panes"
      aria-valuenow={width}
      aria-valuemin={ASIDE.min}
      aria-valuemax={ASIDE.max}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width };
      }}
      onPointerMove={move}
      onPointerUp={() => {
        from.current = null;
      }}
      onPointerCancel={() => {
        from.current = null;
      }}
      onDoubleClick={() => set(ASIDE.usual)}
      onKeyDown={key}
    />
  );
}
