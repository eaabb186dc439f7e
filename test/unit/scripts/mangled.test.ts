import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { MANGLED } from "../../../scripts/mangled.mjs";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const read = (...patterns: string[]) =>
  patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).map((path) => readFileSync(ROOT + path, "utf8"));
const withoutComments = (text: string) => text.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
const wordsOf = (texts: string[]) => new Set(texts.flatMap((text) => text.match(/[\w$]+/g) ?? []));
const NAMES = [...MANGLED.recorder, ...MANGLED.capture];

/** The names among `words`. */
function taken(names: string[], words: Set<string>): string[] {
  return names.filter((name) => words.has(name));
}

test("no shortened name is one that a browser knows", () => {
  const words = wordsOf(read("node_modules/@typescript/*/lib/lib.{dom,es}*.d.ts").map(withoutComments));
  expect(words.has("addEventListener")).toBe(true);
  expect(taken(NAMES, words)).toEqual([]);
});

test("no shortened name goes over the wire, to another chunk, or to the site", () => {
  const shared = "{handover,api,consent-site,session,identity,attempt,dom-extra}";
  const words = wordsOf(read("src/protocol/*.ts", `src/recorder/${shared}.ts`).map(withoutComments));
  expect(words.has("startedAt")).toBe(true);
  expect(taken(NAMES, words)).toEqual([]);
});

test("no shortened name is looked up by a text", () => {
  const texts = read("src/recorder/**/*.ts").map((text) => withoutComments(text).replaceAll(/from ".*";/g, ""));
  const quoted = texts.flatMap((text) => text.match(/"[^"\n]*"|'[^'\n]*'/g) ?? []);
  expect(taken(MANGLED.recorder, wordsOf(quoted))).toEqual([]);
});

test("every shortened name is there once", () => {
  for (const names of Object.values(MANGLED)) expect(new Set(names).size).toBe(names.length);
  expect(taken(MANGLED.recorder, wordsOf(read("src/recorder/**/*.ts")))).toEqual(MANGLED.recorder);
});
