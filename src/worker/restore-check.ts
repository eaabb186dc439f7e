import { tenantObject } from "../durable-objects/index.ts";
import type { RestoreCheckResult } from "../protocol/deletion.schema.ts";
import { LIMITS, type Region } from "../protocol/index.ts";
import {
  forgetIdentities,
  identitiesAfter,
  listErasures,
  remainingSessions,
  sessionsOfPerson,
  storesOf,
  subjectProof,
  type DoomedSession,
  keyRing,
  secretTexts,
} from "../storage/index.ts";
import type { Env } from "./env.ts";

/** What the ledger says of a tenant. */
interface Erased {
  sessions: Set<string>;
  subjects: Set<string>;
}

/** Somebody who was erased and is in the index again: forgotten, and what there is of them. */
async function forgetErased(
  env: Env,
  region: Region,
  tenant: string,
  subjects: ReadonlySet<string>,
): Promise<{ identities: number; sessions: DoomedSession[] }> {
  const { index } = storesOf(env, region);
  const sessions: DoomedSession[] = [];
  let identities = 0;
  const secrets = secretTexts(keyRing(env));
  const isErased = async (name: string) => {
    for (const secret of secrets) if (subjects.has(await subjectProof(secret, tenant, name))) return true;
    return false;
  };
  for (let after = { visitor: "", user: "" }; ;) {
    const rows = await identitiesAfter(index, tenant, after, LIMITS.restoreIdentities);
    for (const { visitor, user } of rows) {
      const [byVisitor, byUser] = [await isErased(`v:${visitor}`), await isErased(`u:${user}`)];
      if (!byVisitor && !byUser) continue;
      const person = { visitors: [visitor], user: byUser ? user : null };
      sessions.push(...(await sessionsOfPerson(index, tenant, person, LIMITS.deletedAtOnce)));
      await forgetIdentities(index, tenant, { visitor, user: byUser ? user : null });
      identities++;
    }
    const last = rows.at(-1);
    if (!last || rows.length < LIMITS.restoreIdentities) return { identities, sessions };
    after = last;
  }
}

async function deleteReturned(
  env: Env,
  region: Region,
  tenant: string,
  erased: Erased,
): Promise<{ sessions: number; identities: number }> {
  const { index } = storesOf(env, region);
  const found = await remainingSessions(index, tenant, [...erased.sessions]);
  const people =
    erased.subjects.size > 0
      ? await forgetErased(env, region, tenant, erased.subjects)
      : { identities: 0, sessions: [] };
  const doomed = new Map([...found, ...people.sessions].map((session) => [session.session, session]));
  if (doomed.size > 0) await tenantObject(env, region, tenant).deleteAgain([...doomed.values()]);
  return { sessions: doomed.size, identities: people.identities };
}

/**
 * After a database or an object was restored: deletes again what had been deleted, as the ledger in the bucket says. Some of it in each
 * call; safe to repeat.
 */
export async function checkRestored(env: Env, region: Region, after: string | null): Promise<RestoreCheckResult> {
  const { records, next } = await listErasures(storesOf(env, region).bucket, after, LIMITS.restoreRecords);
  const byTenant = new Map<string, Erased>();
  for (const { tenant, sessions, subjects } of records) {
    const erased = byTenant.get(tenant) ?? { sessions: new Set(), subjects: new Set() };
    for (const session of sessions) erased.sessions.add(session);
    for (const subject of subjects) erased.subjects.add(subject);
    byTenant.set(tenant, erased);
  }
  const result: RestoreCheckResult = { records: records.length, sessions: 0, identities: 0, failed: [], next };
  for (const [tenant, erased] of byTenant) {
    try {
      const { sessions, identities } = await deleteReturned(env, region, tenant, erased);
      result.sessions += sessions;
      result.identities += identities;
    } catch (error) {
      console.error(`restore check of tenant ${tenant}:`, error instanceof Error ? error.message : String(error));
      result.failed.push(tenant);
    }
  }
  return result;
}
