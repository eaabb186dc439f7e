import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";

/** Pixels; rows are all alike, so that only those in view need to exist. */
export const ROW_HEIGHT = 46;
const OVERSCAN = 8;

/** Which rows of the scrolled element are in view. */
export function useWindow(count: number) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const read = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, []);
  const first = Math.max(0, Math.floor(view.top / ROW_HEIGHT) - OVERSCAN);
  const last = Math.min(count, Math.ceil((view.top + view.height) / ROW_HEIGHT) + OVERSCAN);
  return { box, first, last };
}

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

interface Rows {
  box: RefObject<HTMLDivElement | null>;
  count: number;
  /** Rows that exist now: from `first` on, before `last`. */
  first: number;
  last: number;
  /** The row to begin with. */
  current: number;
}

/** One stop for the Tab key in the whole list; arrow keys go from row to row, also to those that do not exist yet. */
export function useRowKeys({ box, count, first, last, current }: Rows) {
  const [row, setRow] = useState<number | null>(null);
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    const button =
      wanted.current === null ? null : box.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`);
    if (!button) return;
    wanted.current = null;
    button.focus({ preventScroll: true });
  });

  function press(event: KeyboardEvent): void {
    const element = box.current;
    const from = Number((event.target as HTMLElement).dataset["row"] ?? Number.NaN);
    const next = Number.isNaN(from) ? null : rowAfter(event.key, from, count);
    if (next === null || !element) return;
    event.preventDefault();
    wanted.current = next;
    setRow(next);
    const top = next * ROW_HEIGHT;
    if (top < element.scrollTop) element.scrollTo({ top });
    else if (top + ROW_HEIGHT > element.scrollTop + element.clientHeight)
      element.scrollTo({ top: top + ROW_HEIGHT - element.clientHeight });
  }

  const asked = row ?? Math.max(0, current);
  const stop = asked >= first && asked < last ? asked : first;
  return { press, stop };
}
