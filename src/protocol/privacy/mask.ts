/** Stands for every text that is hidden: the same for all, because how long one is can be as telling as what it says. */
export const MASK = "••••••";

/** What a masked colour field shows: it has no empty value, and this is the one it starts with. */
export const NO_COLOUR = "#000000";

/** A text of the page, hidden. White space between elements is layout, and stays as one space. */
export function maskText(text: string): string {
  return text.trim() ? MASK : text && " ";
}

/** What a field holds, hidden: whether it holds anything stays. */
export function maskValue(value: string): string {
  return value === NO_COLOUR || !value ? value : MASK;
}

/** What an error says, without what it says it of: quoted parts, numbers, names and whatever is no plain word. */
export function maskMessage(message: string): string {
  return message
    .replace(/(["'`“‘«])[^"'`”’»]*["'`”’»]/g, " … ")
    .trim()
    .replace(/\S+/g, (word, at: number) =>
      (at ? /^\(?(?:[a-z]{1,20}|[A-Z][A-Za-z]{0,30}Error)[).,:;!?]*$/ : /^[A-Z]?[A-Za-z]{1,20}[.,:;!?]*$/).test(word)
        ? word
        : "…",
    )
    .replace(/…(?:\s+…)+/g, "…");
}
