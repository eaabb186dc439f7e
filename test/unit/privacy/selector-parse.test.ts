import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSelector } from "../../../src/protocol/privacy/selector-parse.ts";
import { unsupportedSelectors } from "../../../src/protocol/privacy/stored-rules.ts";

describe("selectors for stored nodes", () => {
  test.each([
    "div",
    "*",
    "#account",
    ".name.big",
    "input[type=password]",
    "a .b > #c",
    "p , q",
    "[aria-label]",
    '[data-playhead="mask"]',
    "[data-price]",
    '[class~="x" i]',
    ".md\\:flex",
    "#\\31 st",
    "my-element",
    "  .a  ",
    ".a>.b",
  ])("%s can be told", (selector) => {
    const { complexes, unsupported } = parseSelector(selector);
    expect(unsupported).toEqual([]);
    expect(complexes).toHaveLength(selector.includes(",") ? 2 : 1);
  });

  test.each([
    "p:first-child",
    "a + b",
    "a ~ b",
    ":not(.x)",
    "::before",
    "svg|a",
    "",
    ".5a",
    "#1",
    "a >",
    "> a",
    "a b >> c",
    // What is stored of these is not what the page said.
    "[href]",
    '[href^="/account"]',
    "[value]",
    '[title="Ann"]',
    '[data-user="5"]',
    "[data-v-7ba5bd90]",
    "[onclick]",
    "[checked]",
    "[content]",
  ])("%s is named as one that cannot", (selector) => {
    expect(parseSelector(selector)).toEqual({ complexes: [], unsupported: [selector] });
  });

  test("of a list, the parts that can be told hold", () => {
    const { complexes, unsupported } = parseSelector('.a, p:hover, [class="x,y"]');
    expect(complexes).toHaveLength(2);
    expect(unsupported).toEqual(["p:hover"]);
    const rule = { id: "r", treatment: "mask" as const };
    const rules = [".a, p:hover", "p:hover", "b"].map((selector) => ({ ...rule, selector }));
    expect(unsupportedSelectors({ rules })).toEqual(["p:hover"]);
  });

  test("every text is read or named, and quickly", () => {
    const pieces = fc.constantFrom(
      "a",
      ".",
      "#",
      "[",
      "]",
      "=",
      '"',
      "'",
      "\\",
      " ",
      ">",
      ",",
      ":",
      "(",
      ")",
      "-",
      "é",
      "1",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 256 }),
          fc.array(pieces).map((list) => list.join("")),
        ),
        (text) => {
          const { complexes, unsupported } = parseSelector(text);
          return complexes.length + unsupported.length > 0;
        },
      ),
    );
    const begun = performance.now();
    for (const piece of ["a ", ".a", "[a=", '[a="', "\\", "> ", "-", "\\a "]) parseSelector(piece.repeat(20_000));
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
