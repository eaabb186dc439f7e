/** The entries of a field with one a line: trimmed, without empty lines. */
export function entriesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/** The text to show for these entries: what was typed as long as it means them, so that a line being begun stays. */
export function textOf(entries: readonly string[], typed: string): string {
  return entriesOf(typed).join("\n") === entries.join("\n") ? typed : entries.join("\n");
}
