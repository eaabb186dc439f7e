const MAX_CHARS = 64;

/** Ids that are addresses or segments of their own. */
const RESERVED = ["new", "everyone"];

/** An id made of a name: `Checkout & pay` is `checkout-pay`; with a number when there is one like it. */
export function newId(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    // Room for a number.
    .slice(0, MAX_CHARS - 4);
  const base = plain || "item";
  const used = new Set([...taken, ...RESERVED]);
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!used.has(id)) return id;
  }
}
