import type { SessionRow } from "../protocol/api.schema.ts";
import type { Query } from "../protocol/query/fields.ts";
import type { Asker } from "./search/plan.ts";
import { searchSessions } from "./search/search.ts";
import { toSessionRow } from "./session-index.ts";
import { tagsOf, seenOf } from "./session-marks.ts";
import { withKnownAs } from "./visitor-index.ts";

/** One page of the sessions that fit a query, newest first, as the list shows them, and the cursor of the next. */
export async function listSessions(
  index: D1Database,
  query: Query,
  asker: Asker,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ sessions: SessionRow[]; next: string | null }> {
  const { tenant, actor } = asker;
  const { sessions, next } = await searchSessions(index, query, asker, page);
  if (sessions.length === 0) return { sessions: [], next };
  const ids = sessions.map(({ id }) => id);
  const [rows, tags, seen] = await Promise.all([
    withKnownAs(index, tenant, sessions.map(toSessionRow)),
    tagsOf(index, tenant, ids),
    seenOf(index, tenant, actor, ids),
  ]);
  return { sessions: rows.map((row) => ({ ...row, tags: tags.get(row.id) ?? [], seen: seen.has(row.id) })), next };
}
