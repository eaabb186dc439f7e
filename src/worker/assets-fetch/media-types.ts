import type { AssetKind } from "../../protocol/asset.schema.ts";

/** What a file is, out of its bytes. What claims another type than its bytes say is refused, whoever claims it. */

/** Text of Latin-1, as far as it matters for signatures. */
function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

type Signature = [kind: AssetKind, type: string, is: (bytes: Uint8Array) => boolean];

const begins =
  (text: string, at = 0) =>
  (bytes: Uint8Array) =>
    ascii(bytes, at, at + text.length) === text;

const brand =
  (...brands: string[]) =>
  (bytes: Uint8Array) =>
    ascii(bytes, 4, 8) === "ftyp" && brands.includes(ascii(bytes, 8, 12));

const riff = (form: string) => (bytes: Uint8Array) => begins("RIFF")(bytes) && begins(form, 8)(bytes);

/** Of https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern and its neighbours, what browsers show. */
const SIGNATURES: Signature[] = [
  ["image", "image/png", begins("\x89PNG\r\n\x1a\n")],
  ["image", "image/jpeg", begins("\xff\xd8\xff")],
  ["image", "image/gif", (bytes) => /^GIF8[79]a/.test(ascii(bytes, 0, 6))],
  ["image", "image/webp", riff("WEBP")],
  ["image", "image/avif", brand("avif", "avis")],
  ["image", "image/x-icon", begins("\0\0\x01\0")],
  ["image", "image/bmp", begins("BM")],
  ["font", "font/woff2", begins("wOF2")],
  ["font", "font/woff", begins("wOFF")],
  ["font", "font/otf", begins("OTTO")],
  ["font", "font/ttf", begins("\0\x01\0\0")],
  ["font", "font/ttf", begins("true")],
  ["font", "font/collection", begins("ttcf")],
  ["media", "video/mp4", (bytes) => ascii(bytes, 4, 8) === "ftyp" && !brand("avif", "avis", "heic", "mif1")(bytes)],
  ["media", "video/webm", begins("\x1a\x45\xdf\xa3")],
  ["media", "application/ogg", begins("OggS")],
  ["media", "audio/mpeg", begins("ID3")],
  ["media", "audio/mpeg", (bytes) => bytes[0] === 0xff && [0xf2, 0xf3, 0xfa, 0xfb].includes(bytes[1] ?? 0)],
  ["media", "audio/wav", riff("WAVE")],
  ["media", "audio/flac", begins("fLaC")],
];

/** Bytes that are looked at to tell text from anything else: the licence comment of a large library fits. */
const TEXT_HEAD_BYTES = 16_384;

/** The beginning as text, without what may stand before the first word in XML; `null` when it is no text. */
function textHead(bytes: Uint8Array): string | null {
  const head = bytes.subarray(0, TEXT_HEAD_BYTES);
  return head.includes(0) ? null : new TextDecoder().decode(head).trimStart();
}

function isSvg(head: string): boolean {
  let rest = head;
  for (;;) {
    const skipped = rest.replace(/^(?:<\?[^]*?\?>|<!--[^]*?-->|<!DOCTYPE[^[>]*(?:\[[^\]]*\]\s*)?>)\s*/i, "");
    if (skipped === rest) return /^<svg[\s>/]/i.test(rest);
    rest = skipped;
  }
}

/** A page of an application that answers every address looks like text too, and always begins with a bracket or brace. */
function isStyleSheet(head: string): boolean {
  const start = head.replace(/^(?:\/\*[^]*?\*\/\s*)+/, "");
  return !start.startsWith("<") && !start.startsWith("{") && !start.startsWith("[{");
}

/** The media type of a file of a kind; `null` when its bytes are nothing that is kept as such. */
export function sniffType(bytes: Uint8Array, kind: AssetKind): string | null {
  const found = SIGNATURES.find(([, , is]) => is(bytes));
  if (found) return found[0] === kind ? found[1] : null;
  const head = kind === "style" || kind === "image" ? textHead(bytes) : null;
  if (head === null) return null;
  if (kind === "image") return isSvg(head) ? "image/svg+xml" : null;
  return isStyleSheet(head) ? "text/css" : null;
}

/** Types that servers give files of a kind. Without a type, and with the general one, the bytes alone decide. */
const CLAIMS: Record<AssetKind, RegExp> = {
  style: /^text\/css$/,
  image: /^image\/|^application\/octet-stream$|^$/,
  font: /^font\/|^application\/(?:x-)?font|^application\/vnd\.ms-(?:fontobject|opentype)$|^application\/octet-stream$|^$/,
  media: /^(?:audio|video)\/|^application\/(?:ogg|mp4|octet-stream)$|^$/,
};

/** A media type without its parameters. */
function essence(type: string | null): string {
  return (type ?? "").split(";", 1)[0]!.trim().toLowerCase();
}

/** Whether a server's `Content-Type` fits the kind. */
export function claimFits(type: string | null, kind: AssetKind): boolean {
  return CLAIMS[kind].test(essence(type));
}

/** The kind that a media type says; `null` for what is not kept. */
export function kindOf(type: string): AssetKind | null {
  const kinds: AssetKind[] = ["style", "image", "font", "media"];
  const named = essence(type);
  if (named === "" || named === "application/octet-stream") return null;
  return kinds.find((kind) => CLAIMS[kind].test(named)) ?? null;
}
