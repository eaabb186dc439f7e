import { and, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { releaseAssets } from "./asset-collection.ts";
import type { RegionStores } from "./env.ts";
import * as tables from "./index-tables.ts";
import { forgetSearch } from "./search/refresh.ts";
import { sessionSeen, sessionTags } from "./list-tables.ts";
import { chunkKeysAround, sessionKeyKey } from "./object-keys.ts";

/** Objects that R2 deletes in one call. */
const DELETE_AT_ONCE = 1_000;

/**
 * Deletes all there is of a session in R2 and D1. The salt goes first: without it what is left of the chunks, in backups too, can
 * be opened by nobody. D1 goes last, because it says which chunks there are. Safe to repeat at every step.
 * Files that its pages used are left to the sweep once no other session uses them. `planned` are chunk numbers that D1 may not know yet.
 */
export async function eraseSession(
  { bucket, index }: RegionStores,
  tenant: string,
  session: string,
  planned: readonly number[],
): Promise<void> {
  const { chunks, notes, pages, sessions, sessionTrails, shares } = tables;
  const db = drizzle(index);
  await bucket.delete(sessionKeyKey(tenant, session));
  const ofSession = and(eq(chunks.tenant, tenant), eq(chunks.session, session));
  const [rows] = await db.batch([db.select({ n: chunks.n, rev: chunks.rev }).from(chunks).where(ofSession)]);
  const revs = new Map(planned.map((n) => [n, 0]));
  for (const { n, rev } of rows) revs.set(n, rev);
  const keys = [...revs].flatMap(([n, rev]) => chunkKeysAround(tenant, session, n, rev));
  for (let i = 0; i < keys.length; i += DELETE_AT_ONCE) await bucket.delete(keys.slice(i, i + DELETE_AT_ONCE));
  await releaseAssets(index, tenant, session);
  await forgetSearch(index, tenant, [session]).run();
  await db.batch([
    db.delete(sessionTags).where(and(eq(sessionTags.tenant, tenant), eq(sessionTags.session, session))),
    db.delete(sessionSeen).where(and(eq(sessionSeen.tenant, tenant), eq(sessionSeen.session, session))),
    db.delete(chunks).where(ofSession),
    db.delete(notes).where(and(eq(notes.tenant, tenant), eq(notes.session, session))),
    db.delete(shares).where(and(eq(shares.tenant, tenant), eq(shares.session, session))),
    db.delete(pages).where(and(eq(pages.tenant, tenant), eq(pages.session, session))),
    db.delete(sessionTrails).where(and(eq(sessionTrails.tenant, tenant), eq(sessionTrails.session, session))),
    db.delete(sessions).where(and(eq(sessions.tenant, tenant), eq(sessions.id, session))),
  ]);
}
