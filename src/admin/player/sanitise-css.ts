import { cssWithinReach } from "./reach.ts";

/** A letter of an identifier in CSS, as itself or as an escape (`i` is also `\69 `). */
function letter(char: string): string {
  const low = char.toLowerCase().codePointAt(0)!.toString(16);
  const high = char.toUpperCase().codePointAt(0)!.toString(16);
  return `(?:${char}|\\\\0{0,4}(?:${low}|${high})[ \\t\\n\\f]?|\\\\${/[0-9a-f]/i.test(char) ? "(?!)" : char})`;
}

/** The whole name, not the beginning of another one or an escaped `@` in a class name. */
const AT_IMPORT = `(?<!\\\\)@${[..."import"].map(letter).join("")}(?![-\\w\\u0080-\\uffff])`;
const IMPORT_NAME = new RegExp(AT_IMPORT, "gi");
/** An `@import` up to its semicolon, with strings and `url()` in which a semicolon does not end it. */
const IMPORT_RULE = new RegExp(
  `${AT_IMPORT}(?:"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'|url\\([^)]*\\)|[^;"'])*(?:;|$)`,
  "gi",
);

/** An `@import` of a file with a key, which may be kept; what follows the address are names, conditions and numbers. */
const KEYED_IMPORT = /^@import\s*url\("[^"\\]*(#ph=[0-9a-f]{16})(?:&[\w.:-]{1,64})?"\)([\w\s().,:<>=/-]{0,256});$/i;

/**
 * Style sheet text that loads nothing by itself: no `@import` (sheets that could be read are inlined already) but of files with a
 * key, for `files.ts`, and no address out of reach.
 */
export function sanitiseCss(css: string): string {
  return cssWithinReach(
    css.includes("@")
      ? css.replace(IMPORT_RULE, (rule) => {
          const [, mark, rest] = KEYED_IMPORT.exec(rule) ?? [];
          return mark ? `@import url("${mark}")${rest};` : "";
        })
      : css,
  );
}

/**
 * For text that may be a style sheet or may be words on the page: `@import` gets a zero-width space, looks the same and is
 * no known rule any more.
 */
export function defuseText(text: string): string {
  return text.includes("@") ? text.replace(IMPORT_NAME, (found) => `@\u200b${found.slice(1)}`) : text;
}
