/**
 * Where a session stands among all of its region: it grows with the time the session began, and no two have the same. A number that
 * JavaScript holds exactly, and the row number of the session in the search index, which is read in this order.
 */

/** The place of a millisecond, and how many sessions may begin in one: 12 bits beside the 41 of a time until 2089. */
const EPOCH = Date.UTC(2020, 0, 1);
const PER_MS = 4_096;

/** The first place of a millisecond. What began before there was any session stands first. */
export function placeOf(at: number): number {
  return Math.max(0, Math.min(Math.floor(at) - EPOCH, 2 ** 41 - 1)) * PER_MS;
}

/** SQL for the first free place of the millisecond that `placeOf` gave, `?` twice of it. */
export function freePlace(base: number): string {
  return `COALESCE((SELECT MAX(place) + 1 FROM sessions WHERE place >= ${base} AND place < ${base + PER_MS}), ${base})`;
}

/** Beyond every place. */
export const LAST_PLACE = Number.MAX_SAFE_INTEGER;
