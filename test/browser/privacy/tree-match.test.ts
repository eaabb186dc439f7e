import fc from "fast-check";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseSelector } from "../../../src/protocol/privacy/selector-parse.ts";
import { StoredTree } from "../../../src/protocol/privacy/stored-tree.ts";
import { matchesNode } from "../../../src/protocol/privacy/tree-match.ts";
import { serialise, type Tree } from "../../privacy/tree.ts";
import { launchChromium } from "../chromium.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const tags = fc.constantFrom("div", "p", "span", "x-item");
const words = fc.constantFrom("a", "b", "A", "a-b", "md:c", "é", "1st");
const attributes = fc.record(
  {
    id: words,
    class: fc.array(words, { maxLength: 3 }).map((list) => list.join(" ")),
    type: fc.constantFrom("text", "TEXT", "a b"),
    "aria-label": fc.constant("x"),
    "aria-current": fc.constantFrom("page", "Page", "page two", ""),
    "data-playhead": fc.constantFrom("mask", "block"),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Record<string, string>>;

function treesOf(depth: number): fc.Arbitrary<Tree> {
  const children = depth === 0 ? fc.constant<Tree[]>([]) : fc.array(treesOf(depth - 1), { maxLength: 3 });
  return fc.record({ tag: tags, attributes, children });
}

const trees = treesOf(3);

const escaped = (word: string) =>
  word.replace(/[^a-z\d_\u0080-\uffff-]/giu, "\\$&").replace(/^\d/, (digit) => `\\3${digit} `);

const attributeTests = fc
  .tuple(
    fc.constantFrom("id", "class", "type", "TYPE", "aria-current"),
    fc.constantFrom("=", "~=", "|=", "^=", "$=", "*="),
    fc.constantFrom("a", "a-b", "text", "page", "b", "", "PAGE", "two"),
    fc.constantFrom("", " i", "I"),
  )
  .map(([name, operator, value, flag]) => `[${name}${operator}"${value}"${flag}]`);

const compounds = fc
  .tuple(
    fc.constantFrom("", "", "*", "div", "P", "x-item"),
    fc.array(
      fc.oneof(
        words.map((word) => `.${escaped(word)}`),
        words.map((word) => `#${escaped(word)}`),
        attributeTests,
        fc.constantFrom("[id]", "[aria-label]", '[data-playhead="mask"]', "[ class ]"),
      ),
      { maxLength: 2 },
    ),
  )
  .map(([tag, rest]) => tag + rest.join("") || "*");

const selectors = fc
  .tuple(compounds, fc.array(fc.tuple(fc.constantFrom(" ", ">", " > ", "\n"), compounds), { maxLength: 3 }))
  .map(([first, rest]) => first + rest.map(([combinator, compound]) => combinator + compound).join(""));

const lists = fc.array(selectors, { minLength: 1, maxLength: 2 }).map((list) => list.join(","));

describe("selectors over stored trees", () => {
  test.each([
    ["<!doctype html>", undefined],
    ["", "BackCompat"],
  ])("name the elements that the browser names (%s)", async (doctype, compatMode) => {
    const samples = fc.sample(fc.tuple(trees, fc.array(lists, { minLength: 8, maxLength: 8 })), {
      numRuns: 300,
      seed: 20_311_105,
    });
    const page = await browser.newPage();
    await page.setContent(`${doctype}<body></body>`);
    const said = await page.evaluate(
      (all) => {
        const build = (tree: { tag: string; attributes?: Record<string, string>; children?: unknown[] }): Element => {
          const element = document.createElement(tree.tag);
          for (const [name, value] of Object.entries(tree.attributes ?? {})) element.setAttribute(name, value);
          for (const child of tree.children ?? []) element.append(build(child as typeof tree));
          return element;
        };
        return all.map(([tree, list]) => {
          const root = build(tree as Parameters<typeof build>[0]);
          document.body.replaceChildren(root);
          const elements = [root, ...root.querySelectorAll("*")];
          return list.map((selector) => elements.map((element) => element.matches(selector)));
        });
      },
      samples as [unknown, string[]][],
    );
    await page.close();

    let yes = 0;
    const wrong: string[] = [];
    for (const [at, [tree, list]] of samples.entries()) {
      const stored = new StoredTree();
      const root = serialise(tree) as { id: number };
      const body = { type: 2, id: 3, tagName: "body", attributes: {}, childNodes: [root] };
      const html = { type: 2, id: 2, tagName: "html", attributes: {}, childNodes: [body] };
      stored.reset({ type: 0, id: 1, childNodes: [html], ...(compatMode && { compatMode }) });
      for (const [which, selector] of list.entries()) {
        const { complexes, unsupported } = parseSelector(selector);
        if (unsupported.length > 0) wrong.push(`not read: ${selector}`);
        for (const [number, expected] of said[at]![which]!.entries()) {
          // Ids are given in the order of the document.
          const found = matchesNode(stored.find(10 + number)!, complexes);
          if (expected) yes++;
          if (found !== expected) wrong.push(`${selector} on ${JSON.stringify(tree)}, element ${number}: ${found}`);
        }
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    // Otherwise it would be no test.
    expect(yes).toBeGreaterThan(500);
  });
});
