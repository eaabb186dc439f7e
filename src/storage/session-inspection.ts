import { and, desc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { LIMITS, type TrailEntry } from "../protocol/index.ts";
import { sessionAssets } from "./asset-tables.ts";
import { activity, identities, sessionTrails } from "./index-tables.ts";
import { sessionSeen, sessionTags } from "./list-tables.ts";

/** What the index has about a session beside its row, documents and chunks. */
export interface SessionSurroundings {
  files: Record<string, unknown>[];
  trail: TrailEntry[];
  trailCut: number;
  tags: Record<string, unknown>[];
  seen: Record<string, unknown>[];
  joined: { user: string; at: number }[];
  activity: (typeof activity.$inferSelect)[];
}

export async function readSurroundings(
  index: D1Database,
  tenant: string,
  session: string,
  visitor: string,
): Promise<SessionSurroundings> {
  const db = drizzle(index);
  const [files, joined, entries, trails, tags, seen] = await db.batch([
    db
      .select()
      .from(sessionAssets)
      .where(and(eq(sessionAssets.tenant, tenant), eq(sessionAssets.session, session)))
      .orderBy(sessionAssets.key),
    db
      .select({ user: identities.user, at: identities.at })
      .from(identities)
      .where(and(eq(identities.tenant, tenant), eq(identities.visitor, visitor)))
      .orderBy(desc(identities.at)),
    db
      .select()
      .from(activity)
      .where(and(eq(activity.tenant, tenant), eq(activity.session, session)))
      .orderBy(desc(activity.at))
      .limit(LIMITS.inspectedActivity),
    db
      .select()
      .from(sessionTrails)
      .where(and(eq(sessionTrails.tenant, tenant), eq(sessionTrails.session, session))),
    db
      .select({ tag: sessionTags.tag, actor: sessionTags.actor, at: sessionTags.at })
      .from(sessionTags)
      .where(and(eq(sessionTags.tenant, tenant), eq(sessionTags.session, session)))
      .orderBy(sessionTags.tag),
    db
      .select({ actor: sessionSeen.actor, at: sessionSeen.at })
      .from(sessionSeen)
      .where(and(eq(sessionSeen.tenant, tenant), eq(sessionSeen.session, session)))
      .orderBy(sessionSeen.at),
  ]);
  return {
    files: files.map(({ tenant: _tenant, session: _session, ...row }) => row),
    joined,
    activity: entries,
    trail: trails[0]?.trail ?? [],
    trailCut: trails[0]?.cut ?? 0,
    tags,
    seen,
  };
}
