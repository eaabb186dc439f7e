import type { CustomPayloads, CustomTag } from "../events.ts";
import { EventType, customPayload, type RecordedEvent } from "../events.ts";
import { wholeAddress, type TrailEntry, type TrailNote } from "../trail.ts";
import { trailNotes } from "../trail-notes.ts";
import { filterEvent } from "./filter.ts";
import type { RecorderPrivacy } from "./privacy.schema.ts";

function event<T extends CustomTag>(tag: T, payload: Partial<CustomPayloads[T]>, timestamp: number): RecordedEvent {
  return { type: EventType.Custom, data: { tag, payload }, timestamp };
}

/** An event that would have made this note; with a name instead of what it said, where that was joined of several parts. */
function eventOf([at, kind, text]: TrailNote): RecordedEvent | null {
  if (kind === "page") return event("playhead.page", { url: text }, at);
  if (kind === "click") return event("playhead.click", { name: text }, at);
  if (kind === "rage" || kind === "dead") return event(`playhead.${kind}`, { name: text }, at);
  if (kind === "abandon") return event("playhead.form", { form: text, field: "", action: "abandon" }, at);
  if (kind === "error") return event("playhead.error", { name: "", message: text }, at);
  // The site's own words, which no setting hides.
  return null;
}

/** A note as it would be, had its event come under these settings. */
export function filterNote(note: TrailNote, privacy: RecorderPrivacy): TrailNote {
  const made = eventOf(note);
  if (!made) return note;
  const [at, kind, , ...more] = note;
  const named = kind === "error" ? /^([\w.:+-]{1,64}): ([^]*)$/.exec(note[2]) : null;
  const payload = named && customPayload(made, "playhead.error");
  if (payload) Object.assign(payload, { name: named[1], message: named[2] });
  const filtered = filterEvent(made, privacy, undefined, () => {});
  const text = filtered ? (trailNotes(filtered)[0]?.[2] ?? "") : "";
  return [at, kind, text, ...more];
}

/** An entry as it would be, had its session come under these settings. */
export function filterEntry(entry: TrailEntry, entryUrl: string, privacy: RecorderPrivacy): TrailEntry {
  const [ms, kind, text, ...more] = entry;
  if (kind !== "page") return filterNote([ms, kind, text, ...more], privacy) as unknown as TrailEntry;
  const whole = wholeAddress(text, entryUrl);
  const kept = filterNote([ms, kind, whole], privacy)[2];
  return kept === whole ? entry : [ms, kind, kept && kept.slice(whole.length - text.length)];
}
