import { customPayload, customTag, type CustomTag, type RecordedEvent } from "./events.ts";
import { LIMITS } from "./limits.ts";
import { LISTS } from "./list-limits.ts";
import type { TrailNote } from "./trail.ts";

type Loose = Record<string, unknown>;

/** At most so many characters, without half of a pair at the end. */
function text(value: unknown, max: number = LISTS.trailTextChars): string {
  return typeof value === "string" ? value.slice(0, max).replace(/[\uD800-\uDBFF]$/, "") : "";
}

function finite(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** Where on the document it was, where the recorder says so. */
function place({ x, y, w }: Loose): [x: number | null, y: number | null] {
  const [left, top, width] = [finite(x), finite(y), finite(w)];
  if (left === null || top === null || width === null || width <= 0) return [null, null];
  return [Math.min(1_000, Math.max(0, Math.round((left / width) * 1_000))), Math.max(0, Math.round(top))];
}

function traits(at: number, given: unknown): TrailNote[] {
  if (typeof given !== "object" || given === null) return [];
  return Object.entries(given)
    .filter(([, value]) => ["string", "number", "boolean"].includes(typeof value))
    .slice(0, LISTS.trailTraits)
    .map(([name, value]) => [at, "trait", text(name, 64), text(String(value))]);
}

/** What each event of ours adds to the trail. */
const NOTES: Partial<Record<CustomTag, (at: number, payload: Loose) => TrailNote[]>> = {
  "playhead.page": (at, { url }) => [[at, "page", text(url)]],
  "playhead.navigation": (at, { url, how }) => (how === "title" ? [] : [[at, "page", text(url)]]),
  "playhead.track": (at, { name }) => [[at, "event", text(name, LIMITS.eventNameChars)]],
  "playhead.identify": (at, payload) => traits(at, payload["traits"]),
  "playhead.click": (at, payload) => [[at, "click", text(payload["name"]) || text(payload["path"]), ...place(payload)]],
  "playhead.depth": (at, { percent }) => [
    [at, "depth", "", Math.min(100, Math.max(0, Math.round(finite(percent) ?? 0)))],
  ],
  "playhead.rage": (at, { name }) => [[at, "rage", text(name)]],
  "playhead.dead": (at, { name }) => [[at, "dead", text(name)]],
  "playhead.error": (at, { name, message }) => [
    [at, "error", text([text(name), text(message)].filter(Boolean).join(": "))],
  ],
  "playhead.form": (at, { action, form, field }) =>
    action === "abandon" ? [[at, "abandon", text([text(form), text(field)].filter(Boolean).join(" "))]] : [],
};

/** What an event that the fence has let through adds to the trail of its session. Never trusts a shape inside of it. */
export function trailNotes(event: RecordedEvent): TrailNote[] {
  const tag = customTag(event);
  const make = tag === null || !Object.hasOwn(NOTES, tag) ? undefined : NOTES[tag];
  const payload = make && tag && customPayload(event, tag);
  return payload ? make(Math.round(event.timestamp), payload as Loose) : [];
}
