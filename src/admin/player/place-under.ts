import type { NotePlace } from "../../protocol/note.schema.ts";
import { boxBegin } from "./notes/note-place.ts";
import type { Playback } from "./playback.ts";
import { elementAt } from "./pointing.ts";

/** Decimals of a place: a tenth of a pixel. */
const tenths = (value: number) => Math.round(value * 10) / 10;

/** A place of the picture on screen, in the coordinates of the recorded window, with the element there; `null` while there is no picture. */
export function placeUnder(playback: Playback, x: number, y: number): NotePlace | null {
  const shown = playback.picture();
  const document = shown?.picture.document();
  if (!shown || !document) return null;
  const element = elementAt(document, x, y);
  const node = element ? shown.picture.idOf(element) : null;
  const begin = element && node !== null ? boxBegin(element, document) : null;
  const inside = begin && { dx: tenths(x - begin.x), dy: tenths(y - begin.y) };
  return { page: shown.page, x: tenths(Math.max(0, x)), y: tenths(Math.max(0, y)), node, ...inside };
}
