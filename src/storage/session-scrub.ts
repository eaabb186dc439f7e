import type { PrivacySettings } from "../protocol/privacy/privacy.schema.ts";
import { recorderPrivacyOf } from "../protocol/privacy/new-privacy.ts";
import { storedAddress, storedTitle, storedWhereabouts, type Whereabouts } from "../protocol/privacy/session-texts.ts";
import { refreshSearch } from "./search/refresh.ts";
import { filterEntry } from "../protocol/privacy/trail-filter.ts";
import type { TrailEntry } from "../protocol/trail.ts";

interface SessionTexts extends Whereabouts {
  entryUrl: string;
  lastUrl: string;
  title: string;
}

interface PageTexts {
  page: string;
  url: string;
  title: string;
}

/**
 * Takes out of a session's rows what the settings do not allow any more: addresses, titles, place, and what of its trail they hide. Rows that are gone stay gone.
 * Answers whether anything was taken out. Safe to repeat.
 */
export async function scrubSession(
  index: D1Database,
  tenant: string,
  session: string,
  privacy: PrivacySettings,
): Promise<boolean> {
  const read = (sql: string) => index.prepare(sql).bind(tenant, session);
  const [sessions, pages, trails] = (await index.batch([
    read(
      `SELECT entry_url AS entryUrl, last_url AS lastUrl, title, country, city, masked_ip AS maskedIp FROM sessions
       WHERE tenant = ? AND id = ?`,
    ),
    read("SELECT page, url, title FROM pages WHERE tenant = ? AND session = ?"),
    read(
      `SELECT trail, entry_url AS entryUrl FROM session_trails JOIN sessions ON sessions.tenant = session_trails.tenant AND id = session
       WHERE session_trails.tenant = ? AND session = ?`,
    ),
  ])) as [D1Result<SessionTexts>, D1Result<PageTexts>, D1Result<{ trail: string; entryUrl: string }>];
  const statements: D1PreparedStatement[] = [];
  for (const row of sessions.results) {
    const next: SessionTexts = {
      entryUrl: storedAddress(row.entryUrl, privacy),
      lastUrl: storedAddress(row.lastUrl, privacy),
      title: storedTitle(row.title, privacy),
      ...storedWhereabouts(row, privacy),
    };
    if ((Object.keys(next) as (keyof SessionTexts)[]).every((key) => next[key] === row[key])) continue;
    const { entryUrl, lastUrl, title, country, city, maskedIp } = next;
    statements.push(
      index
        .prepare(
          `UPDATE sessions SET entry_url = ?3, last_url = ?4, title = ?5, country = ?6, city = ?7, masked_ip = ?8
           WHERE tenant = ?1 AND id = ?2`,
        )
        .bind(tenant, session, entryUrl, lastUrl, title, country, city, maskedIp),
    );
  }
  const changed = pages.results
    .map((row) => ({ ...row, after: { url: storedAddress(row.url, privacy), title: storedTitle(row.title, privacy) } }))
    .filter(({ url, title, after }) => url !== after.url || title !== after.title)
    .map(({ page, after }) => ({ page, ...after }));
  if (changed.length > 0) {
    statements.push(
      index
        .prepare(
          `UPDATE pages SET url = part.value ->> 'url', title = part.value ->> 'title' FROM json_each(?3) AS part
           WHERE tenant = ?1 AND session = ?2 AND page = part.value ->> 'page'`,
        )
        .bind(tenant, session, JSON.stringify(changed)),
    );
  }
  for (const { trail, entryUrl } of trails.results) {
    const entries = JSON.parse(trail) as TrailEntry[];
    const next = JSON.stringify(entries.map((entry) => filterEntry(entry, entryUrl, recorderPrivacyOf(privacy))));
    if (next !== JSON.stringify(entries))
      statements.push(
        index
          .prepare("UPDATE session_trails SET trail = ?3 WHERE tenant = ?1 AND session = ?2")
          .bind(tenant, session, next),
      );
  }
  if (statements.length > 0) {
    await index.batch(statements);
    await refreshSearch(index, tenant, [session]);
  }
  return statements.length > 0;
}
