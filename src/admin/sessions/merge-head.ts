import type { SessionList, SessionRow } from "../../protocol/api.schema.ts";

/**
 * The rows of the pages loaded so far with a newer first page laid over them: known rows are replaced where they are, new ones
 * come first. `hole` when the newer page does not reach down to the known ones: rows are missing between.
 */
export function mergeHead(
  pages: readonly SessionList[],
  head: SessionList | undefined,
): { rows: SessionRow[]; hole: boolean } {
  const known = new Map<string, SessionRow>();
  for (const { sessions } of pages) for (const row of sessions) if (!known.has(row.id)) known.set(row.id, row);
  if (!head) return { rows: [...known.values()], hole: false };
  const fresh: SessionRow[] = [];
  let overlap = known.size === 0;
  for (const row of head.sessions) {
    if (!known.has(row.id)) {
      // A session that began before the known ones but is new here would not be in order at the top: it belongs to a later page.
      const first = pages[0]?.sessions[0];
      if (!first || row.startedAt >= first.startedAt) fresh.push(row);
    } else {
      overlap = true;
      // An answer that was under way while a newer one came must not turn the clock back.
      if (row.lastAt >= known.get(row.id)!.lastAt) known.set(row.id, row);
    }
  }
  return { rows: [...fresh, ...known.values()], hole: !overlap && head.next !== null };
}
