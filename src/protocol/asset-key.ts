/** Odd constants of MurmurHash3's finaliser and of xxHash: each step spreads a bit over its lane. */
const [STEP_A, STEP_B, MIX_A, MIX_B] = [0x85ebca77, 0xc2b2ae3d, 0x85ebca6b, 0xc2b2ae35];

function finish(lane: number, other: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), MIX_A) ^ Math.imul(other ^ (other >>> 13), MIX_B);
  mixed = Math.imul(mixed ^ (mixed >>> 15), STEP_B);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * The name of an asset in recordings: 16 hex digits of the absolute address it has in the page, without its fragment. Two 32-bit
 * lanes over the UTF-16 units. Not cryptographic: two addresses of one session may be made to collide, and then show each other's
 * file in that session. The values are in stored recordings, so they must never change.
 */
export function assetKey(url: string): string {
  const end = url.indexOf("#");
  const length = end < 0 ? url.length : end;
  let [a, b] = [0x9e3779b1, 0x27d4eb2f ^ length];
  for (let i = 0; i < length; i++) {
    const unit = url.charCodeAt(i);
    a = Math.imul(a ^ unit, STEP_A);
    b = Math.imul(b ^ unit, STEP_B);
    a ^= a >>> 15;
    b ^= b >>> 13;
  }
  return [finish(a, b), finish(b, a)].map((lane) => lane.toString(16).padStart(8, "0")).join("");
}

/** The key in an address, as its fragment: `#ph=<key>`, and what else the replay has to know of it (see `AssetMark`). */
const MARK = /#ph=([0-9a-f]{16})(?:&([\w.:-]{1,64}))?$/;

/** What a marked address says. */
export interface AssetMark {
  key: string;
  /** Of an image its own size, `300x200`; of anything else the fragment that it had. */
  detail: string | undefined;
}

/** An absolute address with its key in place of its fragment. What cannot be a detail is left out. */
export function markAddress(address: string, detail = ""): string {
  const [whole = ""] = address.split("#", 1);
  return `${whole}#ph=${assetKey(whole)}${/^[\w.:-]{1,64}$/.test(detail) ? `&${detail}` : ""}`;
}

/** What an address is marked with; `null` when it is not. */
export function assetMark(address: string): AssetMark | null {
  const found = MARK.exec(address);
  return found && { key: found[1]!, detail: found[2] };
}

/** What may stand behind a key in what is stored: a size, or the name of an element. */
const KEPT_DETAIL = /^(?:\d{1,5}x\d{1,5}|[a-z][\w.:-]{0,63})$/i;

/** An address from which something was taken away, with the mark that it had before. */
export function withAssetKey(scrubbed: string, original: string): string {
  const mark = assetMark(original);
  if (!mark) return scrubbed;
  const { key, detail = "" } = mark;
  return `${scrubbed.split("#", 1)[0]}#ph=${key}${KEPT_DETAIL.test(detail) ? `&${detail}` : ""}`;
}
