import { cssWithinReach } from "./reach.ts";

/** A letter of an identifier in CSS, as itself or as an escape (`i` is also `\69 `). */
function letter(char: string): string {
  const low = char.toLowerCase().codePointAt(0)!.toString(16);
  const high = char.toUpperCase().codePointAt(0)!.toString(16);
  return `(?:${char}|\\\\0{0,4}(?:${low}|${high})[ \\t\\n\\f]?|\\\\${/[0-9a-f]/i.test(char) ? "(?!)" : char})`;
}

function spelled(name: string): string {
  return [...name].map((char) => (/[a-z]/.test(char) ? letter(char) : char)).join("");
}

/** The whole name, not the beginning of another one or an escaped `@` in a class name. */
const AT_IMPORT = `(?<!\\\\)@${spelled("import")}(?![-\\w\\u0080-\\uffff])`;
const IMPORT_NAME = new RegExp(AT_IMPORT, "gi");
/** An `@import` up to its semicolon, with strings and `url()` in which a semicolon does not end it. */
const IMPORT_RULE = new RegExp(
  `${AT_IMPORT}(?:"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'|url\\([^)]*\\)|[^;"'])*(?:;|$)`,
  "gi",
);

/** An `@import` of a file with a key, which may be kept; what follows the address are names, conditions and numbers. */
const KEYED_IMPORT = /^@import\s*url\("[^"\\]*(#ph=[0-9a-f]{16})(?:&[\w.:-]{1,64})?"\)([\w\s().,:<>=/-]{0,256});$/i;

function keyedImport(rule: string): string {
  const [, mark, rest] = KEYED_IMPORT.exec(rule) ?? [];
  return mark ? `@import url("${mark}")${rest};` : "";
}

/** Functions that load what they name, however they are spelled. */
const LOADERS = ["image-set", "url"].map((name) => [name, new RegExp(`${spelled(name)}\\(`, "gi")] as const);
const IMAGE_SET = /image-set\((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\([^()]*\)|[^()"'])*/gi;
const SET_PART = /(?:url|type)\([^)]*\)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/gi;
/** The end of a text takes the place of what would close an address. */
const OPEN_URL = /url\(\s*(?:"(?:[^"\\]|\\.)*|'(?:[^'\\]|\\.)*|[^)"']*)$/i;

/** The same style sheet with every address in `url()`, closed and spelled plainly, so that it can be found. */
function plain(css: string): string {
  let text = css;
  if (text.includes("\\")) {
    // An escaped line break inside of a string is nothing.
    text = text.replace(/\\(?:\r\n|[\n\r\f])/g, "");
    for (const [name, pattern] of LOADERS) text = text.replace(pattern, `${name}(`);
  }
  if (/image-set\(/i.test(text))
    text = text.replace(IMAGE_SET, (set) =>
      set.replace(SET_PART, (part, quoted?: string) => (quoted ? `url(${quoted})` : part)),
    );
  const open = OPEN_URL.exec(text)?.[0];
  return open === undefined ? text : `${text}${/^url\(\s*(["']?)/i.exec(open)?.[1] ?? ""})`;
}

/** Declarations, or one value, that load nothing out of reach. */
export function sanitiseDeclarations(css: string): string {
  return cssWithinReach(plain(css));
}

/**
 * Style sheet text that loads nothing by itself: no `@import` (sheets that could be read are inlined already) but of files with a
 * key, for `files.ts`, and no address out of reach.
 */
export function sanitiseCss(css: string): string {
  const text = plain(css);
  return cssWithinReach(text.includes("@") ? text.replace(IMPORT_RULE, keyedImport) : text);
}

/**
 * For text that may be a style sheet or may be words on the page: `@import` gets a zero-width space, looks the same and is
 * no known rule any more.
 */
export function defuseText(text: string): string {
  return text.includes("@") ? text.replace(IMPORT_NAME, (found) => `@\u200b${found.slice(1)}`) : text;
}
