/** What tells which document the visitor was looking at. */
export interface Evidence {
  /** Milliseconds since the session began. */
  at: number;
  page: string;
  /** `open`: its first picture. `act`: mouse, touch, keyboard. `scroll` is weaker: pages also scroll by themselves. */
  kind: "open" | "show" | "hide" | "focus" | "act" | "scroll";
}

/** A document is on screen from `from` until `to`. */
export interface Span {
  page: string;
  from: number;
  to: number;
}

/** A scroll takes the screen only when the document there has been quiet this long. */
const SCROLL_QUIET_MS = 1_000;

interface PageState {
  opened: boolean;
  visible: boolean;
  /** Last time it was opened, shown, focused or used. */
  used: number;
}

/** The opened document used last, a visible one before any hidden one. */
function winner(pages: ReadonlyMap<string, PageState>, current: string | null): string | null {
  let best = current;
  for (const [page, state] of pages) {
    if (!state.opened || page === best) continue;
    const rival = best === null ? undefined : pages.get(best);
    if (!rival) best = page;
    else if (state.visible !== rival.visible) best = state.visible ? page : best;
    else if (state.visible && state.used > rival.used) best = page;
  }
  return best;
}

/**
 * Which document is on screen at each moment: the one most recently opened, shown, focused or used; a hidden one loses to a
 * visible one. When all are hidden the last picture stays. The spans follow each other without holes from 0 to `end`.
 */
export function schedule(evidence: readonly Evidence[], end: number): Span[] {
  const pages = new Map<string, PageState>();
  const spans: Span[] = [];
  let current: string | null = null;
  for (const { at, page, kind } of [...evidence].toSorted((a, b) => a.at - b.at)) {
    let state = pages.get(page);
    if (!state) pages.set(page, (state = { opened: false, visible: true, used: at }));
    // Later keyframes of an opened document say nothing about who looks at it.
    if (kind === "open" && state.opened) continue;
    if (kind === "hide") state.visible = false;
    else if (kind === "scroll") {
      const now = current === null ? undefined : pages.get(current);
      if (!now || at - now.used > SCROLL_QUIET_MS) state.used = at;
    } else {
      state.used = at;
      if (kind !== "open") state.visible = true;
      else state.opened = true;
    }
    const next = winner(pages, current);
    if (next === current || next === null) continue;
    const last = spans.at(-1);
    const from = last ? Math.max(0, at) : 0;
    if (last) last.to = from;
    // Two changes at one moment: the later one counts.
    if (last && last.from === from) spans.pop();
    if (spans.at(-1)?.page === next) spans.at(-1)!.to = Math.max(from, end);
    else spans.push({ page: next, from, to: Math.max(from, end) });
    current = next;
  }
  return spans;
}

/** The span at `time`: the last that has begun, else the first. */
export function spanAt(spans: readonly Span[], time: number): Span | null {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.from <= time) low = middle + 1;
    else high = middle;
  }
  return spans[Math.max(0, low - 1)] ?? null;
}
