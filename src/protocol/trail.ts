import { LISTS } from "./list-limits.ts";

/**
 * The course of a session in short, for search and insights: what was visited, done and went wrong, in order. Coordinates of a click are
 * those of the document: thousandths of its width, and CSS pixels from its top. `page` counts the visits before, from 0 on; -1: not known.
 */
export type TrailEntry =
  /** Path, with the origin where that is not the one of the entry page. */
  | [ms: number, kind: "page", address: string]
  | [ms: number, kind: "event", name: string]
  | [ms: number, kind: "click", name: string, x: number | null, y: number | null, page: number]
  | [ms: number, kind: "rage" | "dead" | "error" | "abandon", text: string, page: number]
  /** How far down the visitor came on a page, percent of its height; once for each. The text is empty. */
  | [ms: number, kind: "depth", text: "", percent: number, page: number]
  | [ms: number, kind: "trait", name: string, value: string];

export type TrailKind = TrailEntry[1];

/** One entry as a batch has it: Unix milliseconds, whole addresses, and nothing about other batches. */
export type TrailNote = [at: number, kind: TrailKind, text: string, ...more: (string | number | null)[]];

/** What a session holds of its trail. */
export interface TrailRoom {
  entries: number;
  clicks: number;
  /** UTF-8 bytes of the notes as JSON. */
  bytes: number;
}

/** The notes of one batch, as far as the session had room for them. */
export interface BoundTrail {
  kept: TrailNote[];
  /** How many had no room. */
  cut: number;
}

const utf8 = new TextEncoder();

function weight(note: TrailNote): number {
  // And the comma.
  return utf8.encode(JSON.stringify(note)).length + 1;
}

/** Leaves only the last of several depths: each is further down than the one before. */
export function lastDepths(notes: readonly TrailNote[]): TrailNote[] {
  return notes.filter((note, at) => {
    if (note[1] !== "depth") return true;
    const next = notes.slice(at + 1).find(([, kind]) => kind === "depth" || kind === "page");
    return next?.[1] !== "depth";
  });
}

/** Keeps what there is room for, and counts it in `room`. Clicks and depths leave half of the room to the rest. */
export function boundTrail(notes: readonly TrailNote[], room: TrailRoom): BoundTrail {
  const kept: TrailNote[] = [];
  for (const note of notes) {
    const click = note[1] === "click" || note[1] === "depth";
    const bytes = weight(note);
    if (room.entries >= LISTS.trailEntries || room.bytes + bytes > LISTS.trailBytes) continue;
    if (click && room.clicks >= LISTS.trailEntries / 2) continue;
    kept.push(note);
    room.entries++;
    room.bytes += bytes;
    if (click) room.clicks++;
  }
  return { kept, cut: notes.length - kept.length };
}

/** Path of an address of this origin, else the whole of it. */
function shortAddress(address: string, origin: string): string {
  return origin !== "" && address.startsWith(`${origin}/`) ? address.slice(origin.length) : address;
}

/** Origin of an address as it is stored; empty for what has none. */
export function originOf(address: string): string {
  return /^https?:\/\/[^/?#]+/.exec(address)?.[0] ?? "";
}

/** The address of a visit as it was before it was shortened. */
export function wholeAddress(short: string, entryUrl: string): string {
  return short.startsWith("/") ? originOf(entryUrl) + short : short;
}

/** Puts the notes of a session's documents in order. `entryUrl` is the address that paths belong to. */
export function assembleTrail(
  documents: readonly (readonly TrailNote[])[],
  { startedAt, entryUrl }: { startedAt: number; entryUrl: string },
): TrailEntry[] {
  const origin = originOf(entryUrl);
  const notes = documents.flatMap((own, document) => own.map((note) => ({ document, note })));
  notes.sort((a, b) => a.note[0] - b.note[0]);
  const current = new Map<number, { address: string; page: number }>();
  const trail: TrailEntry[] = [];
  const depths = new Map<number, Extract<TrailEntry, { 1: "depth" }>>();
  let pages = 0;
  for (const { document, note } of notes) {
    const [at, kind, text, ...more] = note;
    const ms = Math.max(0, Math.round(at - startedAt));
    if (kind === "page") {
      const address = shortAddress(text, origin);
      if (current.get(document)?.address === address) continue;
      current.set(document, { address, page: pages++ });
      trail.push([ms, kind, address]);
      continue;
    }
    const page = current.get(document)?.page ?? -1;
    if (kind === "event") trail.push([ms, kind, text]);
    else if (kind === "trait") trail.push([ms, kind, text, String(more[0])]);
    else if (kind === "depth") {
      const percent = Number(more[0]);
      const known = depths.get(page);
      if (known) known[3] = Math.max(known[3], percent);
      else {
        const entry: TrailEntry = [ms, kind, "", percent, page];
        depths.set(page, entry);
        trail.push(entry);
      }
    } else if (kind === "click") trail.push([ms, kind, text, more[0] as number | null, more[1] as number | null, page]);
    else trail.push([ms, kind, text, page]);
  }
  return trail;
}
