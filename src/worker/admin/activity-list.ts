import type {
  ActivityEntryRow,
  ActivityFacets,
  ActivityFilter,
  ActivityList,
  ActivityQuery,
  LogCheck,
  LogStatus,
} from "../../protocol/activity/activity.schema.ts";
import type { LogEntry } from "../../protocol/activity/entry.ts";
import { LOG_ORIGIN } from "../../protocol/activity/entry.ts";
import { PlayheadError } from "../../protocol/index.ts";
import {
  activityAbout,
  activityValues,
  logSigner,
  newestActivity,
  keyRing,
  currentSecret,
} from "../../storage/index.ts";
import { logActivity } from "./activity.ts";
import { actorNames } from "./actor-names.ts";
import { ownStores, type AdminRequest } from "./found-session.ts";
import { ownTenant } from "./settings.ts";

/** A caller who is bound to an environment reads of it only. */
export function boundFilter({ var: { member } }: AdminRequest, filter: ActivityFilter): ActivityFilter {
  const { environment } = member;
  if (environment === null) return filter;
  if (filter.environment !== undefined && filter.environment !== environment)
    throw new PlayheadError("forbidden", `This key is for the environment "${environment}" only.`);
  return { ...filter, environment };
}

interface Watching {
  ms: number;
  chunks: number;
  over: boolean;
}

/** What views came to: those that are over say so in the log, the others are asked for. */
async function watchedOf(context: AdminRequest, entries: readonly LogEntry[]): Promise<Map<number, Watching>> {
  const views = entries.filter(({ action }) => action === "view").map(({ seq }) => seq);
  const watched = new Map<number, Watching>();
  if (views.length === 0) return watched;
  const [open, over] = await Promise.all([
    ownTenant(context).openViews(views),
    activityAbout(ownStores(context).index, context.var.member.tenant.id, views),
  ]);
  for (const { seq, watchedMs: ms, chunks } of open) watched.set(seq, { ms, chunks, over: false });
  for (const { details } of over) {
    const { view, watchedMs: ms, chunks } = details as { view: number; watchedMs: number; chunks: number[] };
    watched.set(view, { ms, chunks: chunks.length, over: true });
  }
  return watched;
}

/** One page of the activity log, newest first. */
export async function listActivity(context: AdminRequest, query: ActivityQuery): Promise<ActivityList> {
  const { limit, cursor, ...filter } = query;
  const { id: tenant } = context.var.member.tenant;
  await ownTenant(context).projectLog();
  const found = await newestActivity(ownStores(context).index, tenant, boundFilter(context, filter), limit + 1, cursor);
  const page = found.slice(0, limit);
  const [names, watched] = await Promise.all([
    actorNames(
      context,
      page.map(({ actor }) => actor),
    ),
    watchedOf(context, page),
  ]);
  const entries = page.map(({ tenant: _tenant, prevHash: _prev, ...entry }): ActivityEntryRow => ({
    ...entry,
    name: names.get(entry.actor) ?? null,
    watched: watched.get(entry.seq) ?? null,
  }));
  return { entries, next: found.length > limit ? page.at(-1)!.seq : null };
}

/** What there is to filter by. */
export async function activityFacets(context: AdminRequest): Promise<ActivityFacets> {
  const { tenant, environment } = context.var.member;
  await ownTenant(context).projectLog();
  const { actors, actions, environments } = await activityValues(ownStores(context).index, tenant.id);
  const names = await actorNames(context, actors);
  return {
    actors: actors.map((actor) => ({ actor, name: names.get(actor) ?? null })),
    actions,
    environments: environment === null ? environments : [environment],
  };
}

/** How the chain stands. */
export async function logStatus(context: AdminRequest): Promise<LogStatus> {
  const { env, var: variables } = context;
  const { publicKey } = await logSigner(currentSecret(keyRing(env)).text, variables.member.tenant.id);
  const status = await ownTenant(context).logStatus();
  const empty = { seq: 0, hash: LOG_ORIGIN, behind: 0, anchored: null, fork: null, verified: null, earlierKeys: [] };
  const { earlierKeys, ...rest } = status ?? empty;
  return { ...rest, publicKey, earlierKeys: earlierKeys.filter((key) => key !== publicKey) };
}

/** Checks the next entries; that somebody begins to is in the log. */
export async function checkLog(context: AdminRequest, after: number): Promise<LogCheck> {
  if (after === 0) await logActivity(context, { action: "log_verified" });
  const check = await ownTenant(context).checkLog(after);
  return check ?? { to: 0, head: 0, done: true, fault: null, anchors: 0, mended: 0 };
}
