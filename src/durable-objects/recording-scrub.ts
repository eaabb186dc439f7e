import { recorderPrivacyOf } from "../protocol/privacy/new-privacy.ts";
import type { PrivacySettings } from "../protocol/privacy/privacy.schema.ts";
import { storedAddress, storedTitle, storedWhereabouts } from "../protocol/privacy/session-texts.ts";
import type { RecordingStore } from "./recording-store.ts";

/**
 * Takes out of what an object holds of its session what the settings do not allow any more: addresses, titles, place, and what of the
 * trail they hide. Answers whether anything was.
 */
export function scrubRecording(sql: SqlStorage, store: RecordingStore, privacy: PrivacySettings): boolean {
  let changed = store.trail.scrub(recorderPrivacyOf(privacy));
  const rows = sql
    .exec<Record<"page" | "url" | "title" | "lastUrl" | "lastTitle", string>>(
      "SELECT page, url, title, last_url AS lastUrl, last_title AS lastTitle FROM pages",
    )
    .toArray();
  for (const { page, url, title, lastUrl, lastTitle } of rows) {
    const before = [url, title, lastUrl, lastTitle];
    const after = [
      storedAddress(url, privacy),
      storedTitle(title, privacy),
      storedAddress(lastUrl, privacy),
      storedTitle(lastTitle, privacy),
    ];
    if (after.every((text, at) => text === before[at])) continue;
    changed = true;
    sql.exec("UPDATE pages SET url = ?, title = ?, last_url = ?, last_title = ? WHERE page = ?", ...after, page);
  }
  const state = store.state();
  if (!state?.context) return changed;
  const context = { ...state.context, ...storedWhereabouts(state.context, privacy) };
  if (JSON.stringify(context) === JSON.stringify(state.context)) return changed;
  store.saveState({ ...state, context });
  return true;
}
