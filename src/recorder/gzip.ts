export type Bytes = Uint8Array<ArrayBuffer>;

/** How far back a repetition may be, bytes (RFC 1951 §2). */
const WINDOW = 32_768;
/** Shorter repetitions are found by no hash… */
const SHORTEST = 3;
/** … and longer ones are said in two. 258 is a code of its own, which is not worth its bytes here. */
const LONGEST = 257;
/** Earlier places that are looked at for one position: more find little and take long. */
const LOOKS = 32;
/** Room for the header, the trailer and an empty block, bytes. */
const AROUND = 32;

/** CRC-32 of RFC 1952, of one byte. */
const CRC = Int32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 8; bit--;) byte = (byte >>> 1) ^ (byte & 1 && 0xedb88320);
  return byte;
});

/** The code of a number, which says its highest `1 + kept` bits, and the bits that it leaves open. */
function split(value: number, kept: number): [code: number, rest: number, count: number] {
  const count = Math.max(0, 31 - kept - Math.clz32(value));
  return [(count << kept) + (value >> count), value & ((1 << count) - 1), count];
}

/**
 * gzip, at once: for tails, since nothing asynchronous finishes when the page goes, and for browsers without compression of
 * their own. Small before all else: one block with the codes that the format brings along.
 */
export function gzip(bytes: Uint8Array): Bytes {
  const { length } = bytes;
  const out = new Uint8Array(length + (length >> 3) + AROUND);
  /** The last place with a hash, and the one before a place with the same; plus one, so that 0 is none. */
  const heads = new Int32Array(WINDOW);
  const earlier = new Int32Array(WINDOW);
  let crc = -1;
  let at = 10;
  let held = 0;
  let bits = 0;

  const put = (value: number, count: number) => {
    held |= value << bits;
    for (bits += count; bits > 7; bits -= 8) {
      out[at++] = held;
      held >>>= 8;
    }
  };
  /** Codes go with their highest bit first, everything else with its lowest. */
  const putCode = (code: number, count: number) => {
    let turned = 0;
    for (let bit = count; bit--; code >>= 1) turned = turned * 2 + (code & 1);
    put(turned, count);
  };
  const putSymbol = (symbol: number) => {
    if (symbol < 144) putCode(symbol + 48, 8);
    else if (symbol < 256) putCode(symbol + 256, 9);
    else if (symbol < 280) putCode(symbol - 256, 7);
    else putCode(symbol - 88, 8);
  };
  out.set([31, 139, 8]);
  // The last block, and one with fixed codes.
  put(3, 3);
  for (let i = 0, free = 0; i < length; i++) {
    const hash = ((bytes[i]! << 10) ^ (bytes[i + 1]! << 5) ^ bytes[i + 2]!) & (WINDOW - 1);
    let place = heads[hash]!;
    earlier[i & (WINDOW - 1)] = place;
    heads[hash] = i + 1;
    crc = CRC[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
    if (i < free) continue;
    let found = SHORTEST - 1;
    let from = 0;
    for (let looks = LOOKS; looks-- && place && i - place < WINDOW - 1; place = earlier[(place - 1) & (WINDOW - 1)]!) {
      if (bytes[place - 1 + found] !== bytes[i + found]) continue;
      let same = 0;
      while (same < LONGEST && i + same < length && bytes[place - 1 + same] === bytes[i + same]) same++;
      if (same > found) {
        found = same;
        from = place;
      }
    }
    if (from) {
      const [code, rest, count] = split(found - SHORTEST, 2);
      putSymbol(257 + code);
      put(rest, count);
      const [far, farRest, farCount] = split(i - from, 1);
      putCode(far, 5);
      put(farRest, farCount);
      free = i + found;
    } else putSymbol(bytes[i]!);
  }
  // The end of the block, filled up to a whole byte.
  putSymbol(256);
  put(0, 7);
  const trailer = new DataView(out.buffer, at);
  trailer.setInt32(0, ~crc, true);
  trailer.setInt32(4, length, true);
  return out.slice(0, at + 8);
}
