/** Longer ones are cut before they are searched: a page may throw a document. */
const SEARCHED_CHARS = 2_048;

/** What a message of an error may hold of a visitor, and what is left of it. */
const PRIVATE: [RegExp, string][] = [
  // Query and fragment of addresses, as everywhere.
  [/(https?:\/\/[^\s?#"'`]+)[?#][^\s"'`]*/g, "$1"],
  // What is in quotes; one that is not closed reaches to the end. An apostrophe inside a word opens and closes nothing.
  [/(^|[^\p{L}\d])(?:(["'`])[^]*?(?:\2(?![\p{L}\d])|$)|“[^”]*(?:”|$)|«[^»]*(?:»|$))/gu, "$1…"],
  [/[^\s@<>()]+@[^\s@<>()]+/g, "…"],
  // Six digits and more, also in groups.
  [/\d(?:[ .-]?\d){5,}/g, "…"],
];

/** `message` without quoted texts, e-mail addresses and long numbers, which are the visitor's as often as not; up to `chars` characters. */
export function scrubMessage(message: string, chars: number): string {
  let kept = message.slice(0, SEARCHED_CHARS);
  for (const [pattern, left] of PRIVATE) kept = kept.replace(pattern, left);
  return kept.slice(0, chars);
}
