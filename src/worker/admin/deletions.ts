import type { DeleteResult, DeletionList, FoundPerson, PersonRequest } from "../../protocol/deletion.schema.ts";
import { PlayheadError } from "../../protocol/index.ts";
import { countOfPerson, knownAs, knownSessions, type DoomedSession } from "../../storage/index.ts";
import { actorNames } from "./actor-names.ts";
import { findSession, notFound, ownStores, type AdminRequest } from "./found-session.ts";
import { actorOf, ownTenant } from "./settings.ts";

/** Deletes what the index has of these sessions, of the caller's environment where there is one. Unknown ids are passed over. */
export async function deleteSessions(context: AdminRequest, sessions: readonly string[]): Promise<DeleteResult> {
  const { tenant, environment } = context.var.member;
  const known = await knownSessions(ownStores(context).index, tenant.id, sessions);
  const own = known.filter((session) => environment === null || session.environment === environment);
  return ownTenant(context).deleteSessions(actorOf(context), own);
}

/** Deletes one session, also one that is too new for the index. @throws {PlayheadError} `not_found`, `session_pinned` */
export async function deleteOne(context: AdminRequest, session: string): Promise<DeleteResult> {
  const { record } = await findSession(context, session);
  const doomed: DoomedSession = { session, environment: record.environment };
  const result = await ownTenant(context).deleteSessions(actorOf(context), [doomed]);
  if (result.pinned.length > 0)
    throw new PlayheadError("session_pinned", "This session is pinned; unpin it first, then delete it.");
  return result;
}

/** The last deletions, with the names of who asked for them. */
export async function listDeletions(context: AdminRequest): Promise<DeletionList> {
  const jobs = await ownTenant(context).deletionJobs();
  const names = await actorNames(
    context,
    jobs.map(({ by }) => by),
  );
  return { jobs: jobs.map((job) => ({ ...job, name: names.get(job.by) ?? null })) };
}

/** A caller who is bound to an environment sees a part of a person only, so they may not erase one. */
function checkWhole({ var: { member } }: AdminRequest): void {
  if (member.environment !== null)
    throw new PlayheadError("forbidden", "A key for one environment cannot erase people: they may be in others.");
}

/** Who somebody is, and how many sessions there are of them. */
export async function findPerson(context: AdminRequest, asked: PersonRequest): Promise<FoundPerson> {
  checkWhole(context);
  const { index } = ownStores(context);
  const { id: tenant } = context.var.member.tenant;
  const person = await knownAs(index, tenant, asked);
  return { ...person, sessions: await countOfPerson(index, tenant, person) };
}

/** Erases somebody. Also who has no sessions: what else is known of them goes. */
export async function erasePerson(context: AdminRequest, asked: PersonRequest): Promise<FoundPerson> {
  const found = await findPerson(context, asked);
  const { visitors, user } = found;
  await ownTenant(context).erasePerson(actorOf(context), { visitors, user });
  return found;
}

/** Keeps a session beyond its retention; `reason` null: no more. @throws {PlayheadError} `not_found` */
export async function pinSession(context: AdminRequest, session: string, reason: string | null): Promise<void> {
  const { tenant, environment } = context.var.member;
  const [known] = await knownSessions(ownStores(context).index, tenant.id, [session]);
  if (!known || (environment !== null && known.environment !== environment)) throw notFound();
  await ownTenant(context).pinSession(actorOf(context), known, reason);
}
