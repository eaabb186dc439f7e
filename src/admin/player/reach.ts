/**
 * What a replay may load. The policy of the page lets nothing out anyway; here addresses that it would refuse are taken away
 * before the browser tries them, so that a replay is quiet, and pictures that are not kept look like that and not like broken ones.
 */

import { assetMark } from "../../protocol/asset-key.ts";

/** Stands for a file that has no key: the session cannot have it. */
export const NO_FILE = `#ph=${"0".repeat(16)}`;

/**
 * An address as a replay may have it, `null` for one that it must not load. What it carries in itself and parts of its own page
 * stay; of an address with a key only the key is left, as a part of the page that is not there: `files.ts` looks it up, and
 * when that is forgotten nothing is loaded.
 */
export function withinReach(address: string): string | null {
  const text = address.trim();
  const mark = assetMark(text);
  if (mark) return `#ph=${mark.key}${mark.detail === undefined ? "" : `&${mark.detail}`}`;
  return text === "" || text.startsWith("#") || /^data:/i.test(text) ? address : null;
}

/** A candidate of a `srcset`: its address, and how it is chosen. */
const CANDIDATE = /([^\s,]\S*[^\s,])([^,]*)/g;

/** A `srcset` with only those candidates for which `instead` knows an address. */
export function replaceCandidates(srcset: string, instead: (address: string) => string | null): string {
  return [...srcset.matchAll(CANDIDATE)]
    .flatMap(([, address = "", rest = ""]) => {
      const found = instead(address);
      return found === null ? [] : [`${found} ${rest.trim()}`.trim()];
    })
    .join(", ");
}

const URL_TOKEN = /url\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|((?:[^)\\]|\\.)*?))\s*\)/gi;
const FONT_FACE = /@font-face\s*\{[^{}]*\}/gi;
/** A source of a font with what may follow it. */
const FONT_SOURCE =
  /url\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|((?:[^)\\]|\\.)*?))\s*\)(?:\s*(?:format|tech)\([^)]*\))*/gi;

/** A name that no font has: `local()` of it fails without a sound. */
const NO_FONT = 'local("-")';

/** `instead` may leave the address as it is, give another or none. */
function replaceUrls(
  css: string,
  pattern: RegExp,
  replacement: string,
  instead: (address: string) => string | null,
): string {
  return css.replace(pattern, (found: string, double?: string, single?: string, bare?: string) => {
    const address = double ?? single ?? bare ?? "";
    const next = instead(address);
    if (next === null) return replacement;
    // What follows the address (a font's format) stays.
    return next === address
      ? found
      : found.replace(
          /^url\(\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?:[^)\\]|\\.)*?)\s*\)/i,
          () => `url("${next}")`,
        );
  });
}

/** Style sheet text with `instead` of every address; what has none stands for nothing, without a sound. */
export function replaceCssUrls(css: string, instead: (address: string) => string | null): string {
  if (!/url\(/i.test(css)) return css;
  const fonts = css.replace(FONT_FACE, (rule) => replaceUrls(rule, FONT_SOURCE, NO_FONT, instead));
  return replaceUrls(fonts, URL_TOKEN, `url("data:,")`, instead);
}

/** Style sheet text in which every address that may not be loaded stands for nothing. */
export function cssWithinReach(css: string): string {
  return replaceCssUrls(css, withinReach);
}
