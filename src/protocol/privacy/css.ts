import { withAssetKey } from "../asset-key.ts";
import { DATA_ASSET, DATA_FONT, scrubAddress } from "./addresses.ts";
import { MASK } from "./mask.ts";
import type { RecorderPrivacy } from "./privacy.schema.ts";

/**
 * What of CSS is looked at: comments, addresses, escaped letters, other escapes, strings, and what ends a declaration or opens a
 * selector's brackets. No part can fail after it has begun, so the time is linear.
 */
const TOKEN =
  /(?:\/\*[^]*?(?:\*\/|$))+|url\(\s*(?:"(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?|[^)]*)\s*\)?|\\0*(?:[46][1-9a-f]|[57][\da])(?![\da-f])\s?|\\[^]|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?|[;{}[\]]/gi;

/** rrweb's mark between the texts of one style element. */
const SPLIT = /\/\* rr_split \*\//g;

/** What parts two tokens by itself. Between anything else an empty comment stays, or they could be read as one, a new `url(` say. */
const PARTS = /^[\s;{},()]?$/;

/** Declarations and at-rules whose strings are names that the layout needs. */
const NAMES = /font|^grid|^(?:src|syntax|@charset)$/;
const NAME = /^[\p{L}\p{N} ._<>|+*#,-]{0,80}$/u;

/** A glyph or two of punctuation or of an icon font. */
const GLYPHS = /^(?:\\(?:[2ef][\da-f]{3}|0{0,4}[2ab][\da-f])\s?|[^\p{L}\p{N}\\•]){0,3}$/iu;

/** Before a string that can say nothing, and such strings: outlines, and kinds of images. */
const OUTLINE = /path\(\s*(?:(?:evenodd|nonzero)\s*,\s*)?$/i;
const OUTLINED = /^\s*(?:[mlhvcsqta](?:[-+.,\d\s]|\de)+|z\s*)+$/i;
const KIND = /[(\s]type\(\s*$/i;
const KINDS = /^image\/[a-z+-]{1,16}$/;

/** What a selector compares an attribute with, as long as it looks like the site's own word. */
const COMPARED = /^(?!.*\d{5})[\w .:#%+-]{0,32}$/;

function unescape(text: string): string {
  return text.replace(/\\(?:([\da-f]{1,6})\s?|([^]))/gi, (_, hex?: string, char?: string) => {
    const code = Number.parseInt(hex ?? "", 16);
    return hex ? (code < 0x11_00_00 ? String.fromCodePoint(code) : "") : char === "\n" ? "" : char!;
  });
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&").replace(/\n/g, "")}"`;
}

/** The inside of a string, closed or not. */
function inside(token: string): string {
  const quote = token[0];
  const closed = token.length > 1 && token.endsWith(quote!) && !/(?:^|[^\\])(?:\\\\)*\\.$/.test(token.slice(-64));
  return token.slice(1, closed ? -1 : undefined);
}

/**
 * CSS without what it can say: strings other than names and glyphs, comments, what addresses carry beside origin and path; and
 * without images in a `content_free` recording. `property` is the name of the declaration when `css` is only its value.
 */
export function filterCss(css: string, privacy: RecorderPrivacy, property = ""): string {
  if (!/["'\\]|\/\*|url\(/i.test(css)) return css;
  const contentFree = privacy.mode === "content_free";
  let start = 0;
  let head: string | undefined = property || undefined;
  let bracket = false;
  const headOf = () =>
    (head ??= (
      /^\s*(?:(@[\w-]+)|([\w-]+)\s*:)/
        .exec(css.slice(start, start + 256))
        ?.slice(1)
        .join("") ?? ""
    ).toLowerCase());

  return css.replace(TOKEN, (token: string, at: number) => {
    if (token === "[" || token === "]") bracket = token === "[";
    else if (/^[;{}]$/.test(token)) {
      start = at + 1;
      head = undefined;
      bracket = false;
    } else if (token.startsWith("/*")) {
      if (at - start < 64 && !css.slice(start, at).trim()) start = at + token.length;
      const end = at + token.length;
      return (
        token.match(SPLIT)?.join("") ??
        (PARTS.test(css.slice(at - 1, at)) || PARTS.test(css.slice(end, end + 1)) ? "" : "/**/")
      );
    } else if (token[0] === "\\") {
      // A letter never needs an escape; written so, it could spell `url`.
      return /^\\0*[4-7]/.test(token) && token.length > 2 ? "_" : token;
    } else if (/^url/i.test(token)) {
      const raw = token.slice(4).trim().replace(/\)$/, "").trim();
      const address = unescape(/^["']/.test(raw) ? inside(raw) : raw);
      if (/^#[\w.:-]*$/.test(address)) return `url("${address}")`;
      const drawn = !/^(?:src|@import|@namespace)$/.test(headOf());
      return contentFree && drawn
        ? 'url("")'
        : `url(${quoted(withAssetKey(scrubAddress(address, privacy, { data: contentFree ? DATA_FONT : DATA_ASSET }), address))})`;
    } else {
      const text = inside(token);
      if (/^@(?:import|namespace)$/.test(headOf())) return quoted(scrubAddress(unescape(text), privacy));
      const before = css.slice(Math.max(0, at - 24), at);
      const kept = bracket
        ? COMPARED.test(text)
        : GLYPHS.test(text) ||
          (NAMES.test(headOf()) && NAME.test(text)) ||
          (OUTLINE.test(before) && OUTLINED.test(text)) ||
          (KIND.test(before) && KINDS.test(text));
      return token[0] + (kept || text === MASK ? text : MASK) + token[0];
    }
    return token;
  });
}
