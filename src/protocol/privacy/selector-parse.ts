import { attributeKind } from "./attribute-table.ts";
import { isStateWord } from "./attributes.ts";

/** A condition on an attribute: there, or compared with a value. */
export interface AttributeTest {
  name: string;
  operator: "" | "=" | "~=" | "|=" | "^=" | "$=" | "*=";
  value: string;
  ignoreCase: boolean;
}

/** What one element must be. */
export interface Compound {
  tag: string | null;
  ids: string[];
  classes: string[];
  attributes: AttributeTest[];
}

/** From the element itself outwards: `inside` says how it stands in the one after it. */
export interface Complex {
  parts: Compound[];
  /** One fewer than parts. */
  inside: ("descendant" | "child")[];
}

/** What could be read of a selector, and the parts of its list that could not. */
export interface ParsedSelector {
  complexes: Complex[];
  unsupported: string[];
}

const ESCAPE = String.raw`\\[\da-f]{1,6}[ \t\n\f\r]?|\\[^\n\f\r\da-f]`;
const LETTER = String.raw`[a-z\d_\u0080-\u{10ffff}-]|${ESCAPE}`;
const IDENT = String.raw`(?:--|-?(?:[a-z_\u0080-\u{10ffff}]|${ESCAPE}))(?:${LETTER})*`;
const SPACE = String.raw`[ \t\n\f\r]*`;
const STRING = String.raw`"(?:[^"\\\n\f\r]|\\[^])*"|'(?:[^'\\\n\f\r]|\\[^])*'`;

const TAG = new RegExp(String.raw`(?:\*|${IDENT})(?!\|)`, "iuy");
const NAME = new RegExp(`([.#])(${IDENT})`, "iuy");
const ATTRIBUTE = new RegExp(
  String.raw`\[${SPACE}(${IDENT})${SPACE}(?:([~|^$*]?=)${SPACE}(${STRING}|${IDENT})${SPACE}(i?)${SPACE})?\]`,
  "iuy",
);
const COMBINATOR = /[ \t\n\f\r]*(>)[ \t\n\f\r]*|[ \t\n\f\r]+/y;

/** Attributes whose values HTML compares without case (HTML, "Case-sensitivity of selectors"). */
const CASELESS = new Set(
  (
    "accept accept-charset align alink axis bgcolor charset checked clear codetype color compact declare defer dir direction disabled " +
    "enctype face frame hreflang http-equiv lang language link media method multiple nohref noresize noshade nowrap readonly rel rev " +
    "rules scope scrolling selected shape target text type valign valuetype vlink"
  ).split(" "),
);

function unescape(text: string): string {
  return text.replace(/\\(?:([\da-f]{1,6})[ \t\n\f\r]?|\n|([^]))/giu, (_, hex?: string, char?: string) => {
    if (!hex) return char ?? "";
    const code = Number.parseInt(hex, 16);
    return code === 0 || code > 0x10_ff_ff || (code >= 0xd8_00 && code <= 0xdf_ff)
      ? "\ufffd"
      : String.fromCodePoint(code);
  });
}

/** Whether the stored attribute still says what the page's said: the filter shortens or hides most values. */
function isJudgeable({ name, operator, value }: AttributeTest): boolean {
  const kind = attributeKind(name);
  if (/^(?:value|srcset|imagesrcset|content|data)$/.test(name) || /^(?:on|rr_)/.test(name)) return false;
  if (kind === "keep") return true;
  if (kind === "css" || kind === "text") return operator === "";
  if (kind) return false;
  if (name.startsWith("aria-")) return true;
  return /^[a-z_:-]+$/.test(name) && (operator === "" || (operator === "=" && isStateWord(value)));
}

function attributeTest(match: RegExpExecArray): AttributeTest {
  const [, name, operator = "", raw = "", flag = ""] = match;
  const lower = unescape(name!).toLowerCase();
  return {
    name: lower,
    operator: operator as AttributeTest["operator"],
    value: unescape(/^["']/.test(raw) ? raw.slice(1, -1) : raw),
    ignoreCase: flag !== "" || CASELESS.has(lower),
  };
}

/** One selector without commas; `null` when it asks what cannot be told from stored nodes. */
function parseComplex(text: string): Complex | null {
  const parts: Compound[] = [];
  const inside: Complex["inside"] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  };
  for (;;) {
    const begin = at;
    const tag = take(TAG)?.[0];
    const part: Compound = {
      tag: !tag || tag === "*" ? null : unescape(tag).toLowerCase(),
      ids: [],
      classes: [],
      attributes: [],
    };
    for (;;) {
      const name = take(NAME);
      if (name) {
        (name[1] === "#" ? part.ids : part.classes).push(unescape(name[2]!));
        continue;
      }
      const attribute = take(ATTRIBUTE);
      if (!attribute) break;
      const test = attributeTest(attribute);
      if (!isJudgeable(test)) return null;
      part.attributes.push(test);
    }
    if (at === begin) return null;
    parts.unshift(part);
    if (at === text.length) return { parts, inside };
    const combinator = take(COMBINATOR);
    if (!combinator) return null;
    inside.unshift(combinator[1] ? "child" : "descendant");
  }
}

/** The parts of a list of selectors. Commas in brackets and strings belong to their part. */
function splitList(selector: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let from = 0;
  for (let at = 0; at < selector.length; at++) {
    const char = selector[at]!;
    if (char === "\\") at++;
    else if (quote) quote = char === quote ? "" : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === "(" || char === "[") depth++;
    else if (char === ")" || char === "]") depth--;
    else if (char === "," && depth === 0) {
      parts.push(selector.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(selector.slice(from));
  return parts.map((part) =>
    part.replace(/^[ \t\n\f\r]+/, "").replace(/(\\[^])?[ \t\n\f\r]+$/, (_, last?: string) => last ?? ""),
  );
}

/**
 * Reads the selectors that can be told from stored nodes: type, `*`, `#id`, `.class`, `[attribute]` with every comparison, and
 * lists, descendants and children of these. Everything else is named, not guessed.
 */
export function parseSelector(selector: string): ParsedSelector {
  const complexes: Complex[] = [];
  const unsupported: string[] = [];
  for (const part of splitList(selector)) {
    const complex = parseComplex(part);
    if (complex) complexes.push(complex);
    else unsupported.push(part);
  }
  return { complexes, unsupported };
}
