/**
 * Addresses and patterns of addresses, both as text. An IPv4 address written as IPv6 (`::ffff:10.0.0.1`) is the IPv4 address,
 * in patterns too; any other IPv6 pattern fits IPv6 addresses only, `::/0` included.
 */

interface Address {
  family: 4 | 6;
  value: bigint;
}

/** `value & mask` lies from `low` to `high`. */
interface IpRange {
  family: 4 | 6;
  mask: bigint;
  low: bigint;
  high: bigint;
}

/** How addresses of a family are written: so many parts of so many bits. */
const FORMS = {
  4: { separator: ".", parts: 4, bits: 8, base: 10, part: /^(?:0|[1-9]\d{0,2})$/ },
  6: { separator: ":", parts: 8, bits: 16, base: 16, part: /^[0-9a-f]{1,4}$/i },
} as const;

const WIDTH = { 4: 32n, 6: 128n } as const;

/** Above these bits an IPv6 address is an IPv4 one (RFC 4291 §2.5.5.2). */
const MAPPED = 0xffffn << 32n;
const MAPPED_PREFIX = 96n;

function allOnes(family: 4 | 6): bigint {
  return (1n << WIDTH[family]) - 1n;
}

function readPart(family: 4 | 6, text: string): bigint | null {
  const { part, base, bits } = FORMS[family];
  if (!part.test(text)) return null;
  const value = Number.parseInt(text, base);
  return value < 2 ** bits ? BigInt(value) : null;
}

function readParts(family: 4 | 6, texts: readonly string[]): bigint | null {
  let value = 0n;
  for (const text of texts) {
    const part = readPart(family, text);
    if (part === null) return null;
    value = (value << BigInt(FORMS[family].bits)) | part;
  }
  return value;
}

/** The groups of an IPv6 address, `::` filled in; an IPv4 tail becomes two groups. `null` when it is none. */
function ipv6Groups(text: string): string[] | null {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (tail) {
    const value = readParts(4, tail[2]!.split("."));
    if (value === null) return null;
    return ipv6Groups(`${tail[1]}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`);
  }
  const halves = text.split("::");
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const [left = [], right] = groups;
  if (!right) return left;
  const missing = FORMS[6].parts - left.length - right.length;
  if (halves.length > 2 || missing < 1) return null;
  return [...left, ...Array.from({ length: missing }, () => "0"), ...right];
}

/** An address, or `null` when the text is none. Leading zeros and short forms of IPv4 are refused: programs disagree about them. */
function readAddress(text: string): Address | null {
  if (!text.includes(":")) {
    const texts = text.split(".");
    const value = texts.length === 4 ? readParts(4, texts) : null;
    return value === null ? null : { family: 4, value };
  }
  const groups = ipv6Groups(text);
  const value = groups?.length === 8 ? readParts(6, groups) : null;
  if (value === null) return null;
  return value >> 32n === MAPPED >> 32n ? { family: 4, value: value & 0xffffffffn } : { family: 6, value };
}

function readCidr(text: string): IpRange | string {
  const [base = "", length = "", ...more] = text.split("/");
  const address = readAddress(base);
  if (!address || more.length > 0) return `"${base}" is not an IP address`;
  const { family, value } = address;
  const mapped = family === 4 && base.includes(":");
  const longest = mapped ? WIDTH[6] : WIDTH[family];
  if (!/^\d{1,3}$/.test(length) || BigInt(length) > longest)
    return `after the slash comes a number from 0 to ${longest}`;
  if (mapped && BigInt(length) < MAPPED_PREFIX)
    return `a mapped IPv4 address takes a number from ${MAPPED_PREFIX} to ${longest} after the slash`;
  const prefix = mapped ? BigInt(length) - MAPPED_PREFIX : BigInt(length);
  const mask = allOnes(family) ^ ((1n << (WIDTH[family] - prefix)) - 1n);
  return { family, mask, low: value & mask, high: value & mask };
}

function readRange(text: string): IpRange | string {
  const ends = text.split("-").map((end) => end.trim());
  const [from, to] = ends.map(readAddress);
  if (ends.length !== 2 || !from || !to) return "a range is two IP addresses with a dash between them";
  if (from.family !== to.family) return "the two ends of a range are both IPv4 or both IPv6";
  if (from.value > to.value) return "the range ends before it begins";
  return { family: from.family, mask: allOnes(from.family), low: from.value, high: to.value };
}

function readWildcard(text: string): IpRange | string {
  const family = text.includes(":") ? 6 : 4;
  const { separator, parts, bits } = FORMS[family];
  const texts = text.split(separator);
  if (texts.length > parts || (texts.length < parts && texts.at(-1) !== "*"))
    return `an address with * has ${parts} parts, or fewer and ends with *`;
  let [mask, value] = [0n, 0n];
  for (let i = 0; i < parts; i++) {
    // A star at the end stands for all that is left.
    const part = texts[i] ?? "*";
    const read = part === "*" ? 0n : readPart(family, part);
    if (read === null) return `"${part}" is neither a part of an address nor *`;
    value = (value << BigInt(bits)) | read;
    mask = (mask << BigInt(bits)) | (part === "*" ? 0n : (1n << BigInt(bits)) - 1n);
  }
  return { family, mask, low: value, high: value };
}

/** What a pattern stands for, or in plain words what is wrong with it. */
function readPattern(text: string): IpRange | string {
  const pattern = text.trim();
  if (pattern.includes("/")) return readCidr(pattern);
  if (pattern.includes("-")) return readRange(pattern);
  if (pattern.includes("*")) return readWildcard(pattern);
  const address = readAddress(pattern);
  if (!address) return `"${pattern}" is not an IP address`;
  return { family: address.family, mask: allOnes(address.family), low: address.value, high: address.value };
}

/** What is wrong with a pattern, in plain words; `null` when it is a good one. */
export function ipPatternFault(text: string): string | null {
  const read = readPattern(text);
  return typeof read === "string" ? read : null;
}

/** Patterns are read once for each list: the edge asks with every batch. */
const readLists = new WeakMap<readonly string[], (IpRange | string)[]>();

/**
 * The first of the patterns that an address fits, or `null`: single addresses, CIDR (`10.0.0.0/8`), ranges (`a-b`) and stars
 * (`192.168.1.*`, `10.0.*`, `2001:db8:*`). What is no address fits none, and nothing fits a faulty pattern.
 */
export function matchingIpPattern(patterns: readonly string[], address: string): string | null {
  const found = readAddress(address.trim());
  if (!found) return null;
  let ranges = readLists.get(patterns);
  if (!ranges) readLists.set(patterns, (ranges = patterns.map(readPattern)));
  const at = ranges.findIndex((range) => {
    if (typeof range === "string" || range.family !== found.family) return false;
    const value = found.value & range.mask;
    return value >= range.low && value <= range.high;
  });
  return at < 0 ? null : patterns[at]!;
}
