const AND = new Intl.ListFormat("en-GB", { type: "conjunction" });
const OR = new Intl.ListFormat("en-GB", { type: "disjunction" });

/** `a`, `a and b`, `a, b and c`. */
export function andText(items: readonly string[]): string {
  return AND.format(items);
}

/** `a`, `a or b`, `a, b or c`. */
export function orText(items: readonly string[]): string {
  return OR.format(items);
}

/** `1 origin`, `3 origins`; `plural` where an `s` does not make it. */
export function countText(count: number, one: string, plural = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : plural}`;
}
