import { LISTS, PlayheadError, uuidv7 } from "../../protocol/index.ts";
import type { FilterChange, SavedFilter } from "../../protocol/list.schema.ts";
import { parseQuery } from "../../protocol/query/parse.ts";
import { QueryFault } from "../../protocol/query/query-fault.ts";
import {
  countFilters,
  deleteFilter,
  listFilters,
  readFilter,
  saveFilter,
  type StoredFilter,
} from "../../storage/index.ts";
import { logActivity } from "./activity.ts";
import { ownStores, type AdminRequest } from "./found-session.ts";

/** The saved searches of whoever asks, and the shared ones. */
export async function filtersOf(context: AdminRequest): Promise<SavedFilter[]> {
  const { tenant, actor } = context.var.member;
  const filters = await listFilters(ownStores(context).index, tenant.id, actor);
  return filters.map(({ id, name, query, shared, owner, updatedAt }) => ({
    id,
    name,
    query,
    shared,
    own: owner === actor,
    updatedAt,
  }));
}

/** @throws {PlayheadError} `bad_request` for a search that is none, `forbidden` for sharing without the permission */
function checkChange({ var: { member } }: AdminRequest, { query, shared }: FilterChange): void {
  if (shared && !member.permissions.includes("annotate"))
    throw new PlayheadError("forbidden", 'Sharing a search needs the permission "annotate"; save it for yourself.');
  try {
    parseQuery(query);
  } catch (error) {
    if (error instanceof QueryFault)
      throw new PlayheadError("bad_request", `query, character ${error.at + 1}: ${error.message}`);
    throw error;
  }
}

/** One that whoever asks may change: their own, or a shared one when they may share. @throws {PlayheadError} `not_found`, `forbidden` */
async function changeable(context: AdminRequest, id: string): Promise<StoredFilter> {
  const { tenant, actor, permissions } = context.var.member;
  const filter = await readFilter(ownStores(context).index, tenant.id, id);
  if (!filter || (filter.owner !== actor && !filter.shared))
    throw new PlayheadError("not_found", "There is no such saved search.");
  if (filter.owner !== actor && !permissions.includes("annotate"))
    throw new PlayheadError("forbidden", "Somebody else shared this search; save one of your own.");
  return filter;
}

/** That others see it, or no more, is in the log. */
async function logSharing(context: AdminRequest, before: boolean, after: boolean, name: string): Promise<void> {
  if (!before && !after) return;
  const action = after ? "filter_shared" : "filter_removed";
  await logActivity(context, { action, environment: null, details: { name } });
}

export async function addFilter(context: AdminRequest, change: FilterChange): Promise<SavedFilter[]> {
  checkChange(context, change);
  const { tenant, actor } = context.var.member;
  const { index } = ownStores(context);
  if ((await countFilters(index, tenant.id, actor)) >= LISTS.savedFilters)
    throw new PlayheadError("too_many", `You have ${LISTS.savedFilters} saved searches; remove one first.`);
  await logSharing(context, false, change.shared, change.name);
  const now = Date.now();
  const made = { tenant: tenant.id, id: uuidv7(now), ...change, owner: actor, createdAt: now, updatedAt: now };
  await saveFilter(index, made);
  return filtersOf(context);
}

export async function changeFilter(context: AdminRequest, id: string, change: FilterChange): Promise<SavedFilter[]> {
  const before = await changeable(context, id);
  checkChange(context, change);
  await logSharing(context, before.shared, change.shared, change.name);
  await saveFilter(ownStores(context).index, { ...before, ...change, updatedAt: Date.now() });
  return filtersOf(context);
}

export async function removeFilter(context: AdminRequest, id: string): Promise<SavedFilter[]> {
  const filter = await changeable(context, id);
  await logSharing(context, filter.shared, false, filter.name);
  await deleteFilter(ownStores(context).index, filter.tenant, id);
  return filtersOf(context);
}
