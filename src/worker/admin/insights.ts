import type { z } from "zod";
import { INSIGHT_LIMITS } from "../../protocol/insight-limits.ts";
import type { BehindAnswer, BehindQuestion, Looked } from "../../protocol/insight.schema.ts";
import type { Course } from "../../protocol/insights/course.ts";
import { momentOf } from "../../protocol/insights/pick.ts";
import type { searchQuery } from "../../protocol/list.schema.ts";
import { PlayheadError } from "../../protocol/index.ts";
import { readCourses, toSessionRow, withKnownAs, type StoredSession } from "../../storage/index.ts";
import { ownStores, type AdminRequest } from "./found-session.ts";
import { readSearch } from "./searches.ts";

type Scope = z.infer<typeof searchQuery>;

/** Something that is computed from one session after the other. */
export interface Counter<T> {
  see(course: Course): void;
  result(): T;
}

/** Goes through the newest sessions of a search, up to a bound, and says which those were. @throws {PlayheadError} `bad_request` */
export async function countOver<T>(
  context: AdminRequest,
  asked: Scope,
  counter: Counter<T>,
  bound: number = INSIGHT_LIMITS.sessions,
): Promise<{ looked: Looked; result: T }> {
  const [query, asker] = await readSearch(context, asked);
  const { index } = ownStores(context);
  const looked: Looked = {
    sessions: 0,
    all: true,
    since: null,
    incomplete: 0,
    levels: { engagement: 0, dxa: 0, playback: 0 },
  };
  let after: number | null = null;
  for (let read = 0; ;) {
    const limit = Math.min(INSIGHT_LIMITS.trailsAtOnce, bound - read);
    const page = await readCourses(index, query, asker, { after, limit });
    for (const { session, course } of page.found) {
      looked.sessions++;
      looked.since = session.startedAt;
      if (session.level !== "off") looked.levels[session.level]++;
      if (!course || course.cut > 0) looked.incomplete++;
      if (course) counter.see(course);
    }
    read += page.looked;
    after = page.next;
    if (after === null) break;
    if (read >= bound) {
      looked.all = false;
      break;
    }
  }
  return { looked, result: counter.result() };
}

/** Where the list behind a number goes on: a place, and how many sessions were looked at before it. */
function readCursor(cursor: string | undefined): { after: number | null; read: number } {
  if (cursor === undefined) return { after: null, read: 0 };
  const [, after, read] = /^(\d{1,16})\.(\d{1,6})$/.exec(cursor) ?? [];
  if (!Number.isSafeInteger(Number(after ?? Number.NaN)))
    throw new PlayheadError("bad_request", "`cursor` is not one that this list gave; start without it.");
  return { after: Number(after), read: Number(read) };
}

/** The sessions behind a number, newest first: the question is asked again, of the same newest sessions. */
export async function sessionsBehind(
  context: AdminRequest,
  { pick, limit, cursor, ...asked }: BehindQuestion,
): Promise<BehindAnswer> {
  const [query, asker] = await readSearch(context, asked);
  const { index } = ownStores(context);
  const moment = momentOf(pick);
  const found: { session: StoredSession; t: number; cursor: string }[] = [];
  let { after, read } = readCursor(cursor);
  while (read < INSIGHT_LIMITS.sessions) {
    const once = Math.min(INSIGHT_LIMITS.trailsAtOnce, INSIGHT_LIMITS.sessions - read);
    const page = await readCourses(index, query, asker, { after, limit: once });
    for (const { session, course, place, count } of page.found) {
      const t = course && moment(course);
      if (t !== null) found.push({ session, t, cursor: `${place}.${read + count}` });
    }
    read += page.looked;
    after = page.next;
    if (after === null || found.length > limit) break;
  }
  const shown = found.slice(0, limit);
  const rows = await withKnownAs(
    index,
    asker.tenant,
    shown.map(({ session }) => toSessionRow(session)),
  );
  return {
    sessions: rows.map((session, at) => ({ session, t: shown[at]!.t })),
    next: found.length > limit ? shown.at(-1)!.cursor : null,
  };
}
