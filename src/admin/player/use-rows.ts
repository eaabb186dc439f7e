import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";

/** Pixels; rows are all alike, so that only those in view need to exist. */
const ROW_HEIGHT = 46;
const OVERSCAN = 8;
const PAGE_ROWS = 10;

/** Where a key leads to from a row; `null` for keys that lead nowhere. */
export function rowAfter(key: string, row: number, count: number): number | null {
  const to: Record<string, number> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + PAGE_ROWS,
    PageUp: row - PAGE_ROWS,
    Home: 0,
    End: count - 1,
  };
  const next = Object.hasOwn(to, key) ? to[key]! : null;
  return next === null || count === 0 ? null : Math.min(count - 1, Math.max(0, next));
}

/** A long list of rows, each a button with its number in `data-row`, of which only those in view exist. */
export interface Rows {
  /** The element that scrolls. */
  box: RefObject<HTMLDivElement | null>;
  virtual: Virtualizer<HTMLDivElement, Element>;
  /** For the element that scrolls: arrow keys go from row to row, also to those that do not exist yet. */
  press(event: KeyboardEvent): void;
  /** The one row that the Tab key stops at. */
  stop: number;
  /** From now on the Tab key stops at this row; `null`: at the current one. */
  stopAt(row: number | null): void;
}

/** `current`: the row to begin with, below 0 when there is none. `moved`: somebody went to a row by keyboard. */
export function useRows(count: number, current: number, moved?: () => void): Rows {
  const box = useRef<HTMLDivElement>(null);
  const [row, stopAt] = useState<number | null>(null);
  const wanted = useRef<number | null>(null);
  // oxlint-disable-next-line react-hooks-js/incompatible-library -- there is no compiler here that would be hindered
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  });

  useEffect(() => {
    const button =
      wanted.current === null ? null : box.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`);
    if (!button) return;
    wanted.current = null;
    button.focus({ preventScroll: true });
  });

  function press(event: KeyboardEvent): void {
    const from = Number((event.target as HTMLElement).dataset["row"] ?? Number.NaN);
    const next = Number.isNaN(from) ? null : rowAfter(event.key, from, count);
    if (next === null) return;
    event.preventDefault();
    wanted.current = next;
    stopAt(next);
    moved?.();
    virtual.scrollToIndex(next, { align: "auto" });
  }

  const shown = virtual.getVirtualItems();
  const first = shown[0]?.index ?? 0;
  const last = shown.at(-1)?.index ?? 0;
  const asked = row ?? Math.max(0, current);
  return { box, virtual, press, stop: asked >= first && asked <= last ? asked : first, stopAt };
}
