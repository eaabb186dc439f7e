/**
 * What a replay may load. The policy of the page lets nothing out anyway; here addresses that it would refuse are taken away
 * before the browser tries them, so that a replay is quiet, and pictures that are not kept look like that and not like broken ones.
 */

/** A picture of one transparent pixel, in place of one that is not kept. */
export const NO_PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";

/** The one part of this origin that is a recorded site: the demo shop of a developer's machine. */
const DEMO_PATH = "/demo/";

function home(): string {
  return (globalThis as { location?: { origin: string } }).location?.origin ?? "http://localhost";
}

/** Whether a replay may load from this address: what it carries in itself, parts of its own page, and the demo shop. */
export function withinReach(address: string): boolean {
  const text = address.trim();
  return text === "" || text.startsWith("#") || /^data:/i.test(text) || text.startsWith(`${home()}${DEMO_PATH}`);
}

const DESCRIPTOR = /^[\d.]+[wxh]$/;

/** Whether every candidate of a `srcset` may be loaded. A comma ends one after a descriptor even without white space. */
export function srcsetWithinReach(srcset: string): boolean {
  return srcset
    .split(/\s+/)
    .map((word) => word.replace(/^,+|,+$/g, "").replace(/^[\d.]+[wxh],+/, ""))
    .every((word) => DESCRIPTOR.test(word) || withinReach(word));
}

const URL_TOKEN = /url\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|((?:[^)\\]|\\.)*?))\s*\)/gi;
const FONT_FACE = /@font-face\s*\{[^{}]*\}/gi;
/** A source of a font with what may follow it. */
const FONT_SOURCE =
  /url\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|((?:[^)\\]|\\.)*?))\s*\)(?:\s*(?:format|tech)\([^)]*\))*/gi;

/** A name that no font has: `local()` of it fails without a sound. */
const NO_FONT = 'local("-")';

function replaceOutside(css: string, pattern: RegExp, replacement: string): string {
  return css.replace(pattern, (found: string, double?: string, single?: string, bare?: string) =>
    withinReach(double ?? single ?? bare ?? "") ? found : replacement,
  );
}

/** Style sheet text in which every address that may not be loaded stands for nothing. */
export function cssWithinReach(css: string): string {
  if (!/url\(/i.test(css)) return css;
  const fonts = css.replace(FONT_FACE, (rule) => replaceOutside(rule, FONT_SOURCE, NO_FONT));
  return replaceOutside(fonts, URL_TOKEN, `url("data:,")`);
}
