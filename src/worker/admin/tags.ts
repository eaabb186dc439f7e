import { LISTS, PlayheadError } from "../../protocol/index.ts";
import {
  addTag,
  knownSessions,
  markSeen,
  readSessionRecord,
  removeTag,
  tagsOf,
  type Tagging,
} from "../../storage/index.ts";
import { logActivity } from "./activity.ts";
import { notFound, ownStores, type AdminRequest } from "./found-session.ts";

/** The environment of a session that whoever asks may know of. @throws {PlayheadError} `not_found` */
async function environmentOf(context: AdminRequest, session: string): Promise<string> {
  const { tenant, environment } = context.var.member;
  const record = await readSessionRecord(ownStores(context).index, tenant.id, session);
  if (!record || (environment !== null && record.environment !== environment)) throw notFound();
  return record.environment;
}

function tagging({ var: { member } }: AdminRequest, sessions: readonly string[], tag: string): Tagging {
  return { tenant: member.tenant.id, sessions, tag, actor: member.actor, at: Date.now() };
}

async function currentTags(context: AdminRequest, session: string): Promise<string[]> {
  const tags = await tagsOf(ownStores(context).index, context.var.member.tenant.id, [session]);
  return tags.get(session) ?? [];
}

/** Gives a session a tag, or takes it away; answers the tags by now. What changes nothing is not in the log. */
export async function setTag(context: AdminRequest, session: string, tag: string, on: boolean): Promise<string[]> {
  const environment = await environmentOf(context, session);
  const before = await currentTags(context, session);
  if (before.includes(tag) === on) return before;
  if (on && before.length >= LISTS.sessionTags)
    throw new PlayheadError(
      "too_many",
      `A session has ${LISTS.sessionTags} tags at most; take another one away first.`,
    );
  await logActivity(context, { action: on ? "tagged" : "untagged", session, environment, details: { tag } });
  await (on ? addTag : removeTag)(ownStores(context).index, tagging(context, [session], tag));
  return currentTags(context, session);
}

/** The same for many. Ones that are gone, or not theirs, are left out. Answers how many it changed. */
export async function setTags(
  context: AdminRequest,
  { sessions, tag, on }: { sessions: readonly string[]; tag: string; on: boolean },
): Promise<number> {
  const { tenant, environment } = context.var.member;
  const { index } = ownStores(context);
  const known = await knownSessions(index, tenant.id, sessions);
  const own = known.filter((each) => environment === null || each.environment === environment);
  if (own.length === 0) return 0;
  await logActivity(context, {
    action: on ? "tagged" : "untagged",
    environment,
    details: { tag, sessions: own.length, ids: own.map(({ session }) => session) },
  });
  const ids = own.map(({ session }) => session);
  return (await (on ? addTag : removeTag)(index, tagging(context, ids, tag))).length;
}

/** Notes that whoever asks has watched a session. */
export async function noteSeen(context: AdminRequest, session: string): Promise<void> {
  await environmentOf(context, session);
  const { tenant, actor } = context.var.member;
  await markSeen(ownStores(context).index, { tenant: tenant.id, session, actor, at: Date.now() });
}
