import type { z } from "zod";
import { PlayheadError } from "../../protocol/index.ts";
import type { SessionList, SessionListQuery } from "../../protocol/api.schema.ts";
import type { Neighbours, Offered, SessionCount, searchQuery } from "../../protocol/list.schema.ts";
import { LISTS } from "../../protocol/list-limits.ts";
import { fieldNamed, fieldOf, type Query } from "../../protocol/query/fields.ts";
import { parseQuery } from "../../protocol/query/parse.ts";
import { QueryFault } from "../../protocol/query/query-fault.ts";
import {
  countSessions,
  listSessions,
  neighboursOf,
  offeredValues,
  readSessionRecord,
  type Asker,
} from "../../storage/index.ts";
import { findSession, notFound, ownStores, type AdminRequest } from "./found-session.ts";
import { readSettings } from "./settings.ts";

type Asked = z.infer<typeof searchQuery>;

function parsed(text: string): Query {
  try {
    return parseQuery(text);
  } catch (error) {
    if (error instanceof QueryFault)
      throw new PlayheadError("bad_request", `q, character ${error.at + 1}: ${error.message}`);
    throw error;
  }
}

/** Segments are known to people by their names; sessions have their ids. */
async function withSegments(context: AdminRequest, query: Query): Promise<Query> {
  if (!query.some(({ field }) => field === "segment")) return query;
  const { segments } = (await readSettings(context)).policy;
  const idOf = (text: string) =>
    segments.find(({ id, name }) => id === text || name.toLowerCase() === text.toLowerCase())?.id ?? text;
  return query.map((term) => (term.field === "segment" ? { ...term, values: term.values.map(idOf) } : term));
}

function askerOf({ var: { member } }: AdminRequest, zone: string): Asker {
  return {
    tenant: member.tenant.id,
    actor: member.actor,
    environment: member.environment,
    zone,
    now: Date.now(),
  };
}

/** What a call searches for, and who asks. @throws {PlayheadError} `bad_request` */
export async function readSearch(context: AdminRequest, { q, tz }: Asked): Promise<[Query, Asker]> {
  return [await withSegments(context, parsed(q)), askerOf(context, tz)];
}

/** A page of the list. */
export async function searchList(
  context: AdminRequest,
  { cursor, limit, status, expiring, ...asked }: SessionListQuery,
): Promise<SessionList> {
  const [query, asker] = await readSearch(context, asked);
  const states = [status, expiring && "expiring"].filter((state) => state !== undefined);
  const all = [...query, ...states.map((state) => ({ field: "is" as const, values: [state], not: false }))];
  return listSessions(ownStores(context).index, all, asker, { cursor, limit });
}

/** How many sessions a search finds. */
export async function countSearch(context: AdminRequest, asked: Asked): Promise<SessionCount> {
  const [query, asker] = await readSearch(context, asked);
  const count = await countSessions(ownStores(context).index, query, asker);
  return { count: count === null ? null : Math.min(count, LISTS.countMax), more: (count ?? 0) > LISTS.countMax };
}

/** What is above and below a session in the list of a search. @throws {PlayheadError} `not_found` */
export async function searchNeighbours(context: AdminRequest, session: string, asked: Asked): Promise<Neighbours> {
  const [query, asker] = await readSearch(context, asked);
  const { index } = ownStores(context);
  const record = await readSessionRecord(index, asker.tenant, session);
  // One that has just begun is opened by its link before the list has it.
  const { environment, place } = record ?? { ...(await findSession(context, session)).record, place: null };
  if ((asker.environment ?? environment) !== environment) throw notFound();
  return place === null ? { previous: null, next: null } : neighboursOf(index, query, asker, place);
}

/** Values to offer for a field. */
export async function offerValues(
  context: AdminRequest,
  { field: name, typed }: { field: string; typed: string },
): Promise<Offered[]> {
  const field = fieldNamed(name);
  if (!field)
    throw new PlayheadError("bad_request", "`field` is none of the query language; see the description of `q`.");
  const { choices } = fieldOf(field);
  if (choices)
    return choices.filter((each) => each.includes(typed.toLowerCase())).map((value) => ({ value, count: 0 }));
  const { tenant, environment } = askerOf(context, "UTC");
  const values = await offeredValues(ownStores(context).index, { tenant, environment, field, typed });
  if (field !== "segment" && field !== "env") return values;
  const { segments, environments } = (await readSettings(context)).policy;
  const names = new Map((field === "segment" ? segments : environments).map(({ id, name: known }) => [id, known]));
  return values.map((each) => ({ ...each, ...(names.has(each.value) && { name: names.get(each.value)! }) }));
}
