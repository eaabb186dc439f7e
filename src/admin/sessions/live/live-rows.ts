import type { SessionList, SessionRow } from "../../../protocol/api.schema.ts";
import type { MovedSession } from "../../../protocol/list-live.schema.ts";

/** Sessions that were heard of, by id, the latest heard of last. */
export type Moves = ReadonlyMap<string, MovedSession>;

/** Sessions that are remembered: more than anybody scrolls through while they run. */
const MOVES_MAX = 1_000;

/** The moves with newer ones among them; those not heard of for longest are forgotten. */
export function withMoves(before: Moves, sessions: readonly MovedSession[]): Moves {
  const after = new Map(before);
  for (const session of sessions) {
    after.delete(session.id);
    after.set(session.id, session);
  }
  for (const id of after.keys()) {
    if (after.size <= MOVES_MAX) break;
    after.delete(id);
  }
  return after;
}

/** A row with what was heard of it since; what the index and the members add to it stays. */
function movedRow(row: SessionRow, moved: MovedSession | undefined): SessionRow {
  // The answer of the index may be the newer one.
  if (!moved || moved.lastAt < row.lastAt || moved.events < row.events) return row;
  return { ...row, ...moved, knownAs: moved.user ?? row.knownAs };
}

function newRow(moved: MovedSession): SessionRow {
  return { ...moved, knownAs: moved.user, pinnedAt: null, pinnedBy: null, pinReason: null, tags: [], seen: false };
}

/** Sessions that have begun since `since` and are none of those known. */
function begunRows(known: ReadonlySet<string>, since: number, moves: Moves): SessionRow[] {
  return [...moves.values()].filter(({ id, startedAt }) => !known.has(id) && startedAt >= since).map(newRow);
}

/**
 * The rows as they are by what was heard, without those that are gone: those of the loaded pages, and fresh ones, which have come
 * since. `begun`: whatever has begun belongs to the list.
 */
export function freshRows(
  pages: readonly SessionList[],
  rows: readonly SessionRow[],
  { moves, gone, begun }: { moves: Moves; gone: ReadonlySet<string>; begun: boolean },
): { fresh: SessionRow[]; rest: SessionRow[] } {
  const loaded = new Set(pages.flatMap(({ sessions }) => sessions.map(({ id }) => id)));
  const moved = rows.filter(({ id }) => !gone.has(id)).map((row) => movedRow(row, moves.get(row.id)));
  const since = pages[0]?.sessions[0]?.startedAt ?? 0;
  const others = begun ? begunRows(new Set(rows.map(({ id }) => id)), since, moves) : [];
  const fresh = [...others.filter(({ id }) => !gone.has(id)), ...moved.filter(({ id }) => !loaded.has(id))];
  return {
    fresh: fresh.toSorted((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1)),
    rest: moved.filter(({ id }) => loaded.has(id)),
  };
}

/** Whether a search may find a session now that it did not find before: the index has heard of it, or of more of it. */
export function mayFitNow(before: MovedSession | undefined, now: MovedSession): boolean {
  if (!before) return true;
  return (["pages", "user", "level", "status"] as const).some((key) => before[key] !== now[key]);
}
