/** FNV-1a of 32 bits (http://www.isthe.com/chongo/tech/comp/fnv), over UTF-16 code units. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** The last step of MurmurHash3: FNV alone leaves the upper bits of similar texts alike. */
function scatter(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * Where a visitor stands among all, in [0, 100): the same each time, uniform over visitors, and independent between purposes
 * and environments, so that a tenth of a tenth is a hundredth.
 */
export function visitorShare(purpose: "segment" | "sample", environment: string, visitor: string): number {
  return (scatter(fnv1a(`${purpose}/${environment}/${visitor}`)) / 2 ** 32) * 100;
}
