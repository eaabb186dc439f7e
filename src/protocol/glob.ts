/**
 * Patterns with `*` (any text, also none) and `?` (one character). Compared without a regular expression: the pieces between
 * the stars are looked for from left to right and never again, so the time is at most text × pattern, whatever they hold.
 */

/** Whether `piece` (with `?`) stands in `text` at `at`. */
function standsAt(text: string, piece: string, at: number): boolean {
  if (at + piece.length > text.length) return false;
  for (let i = 0; i < piece.length; i++) {
    if (piece[i] !== "?" && piece[i] !== text[at + i]) return false;
  }
  return true;
}

/** Where `piece` stands first in `text`, from `from` on; -1 when nowhere. */
function find(text: string, piece: string, from: number): number {
  if (!piece.includes("?")) return text.indexOf(piece, from);
  for (let at = from; at + piece.length <= text.length; at++) {
    if (standsAt(text, piece, at)) return at;
  }
  return -1;
}

/** Whether the whole of `text` fits `pattern`. Upper and lower case differ: lower both to compare without. */
export function globMatches(pattern: string, text: string): boolean {
  const [head = "", ...rest] = pattern.split("*");
  const tail = rest.pop();
  if (tail === undefined) return text.length === head.length && standsAt(text, head, 0);
  if (!standsAt(text, head, 0)) return false;
  let at = head.length;
  for (const piece of rest) {
    const found = find(text, piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - tail.length >= at && standsAt(text, tail, text.length - tail.length);
}
