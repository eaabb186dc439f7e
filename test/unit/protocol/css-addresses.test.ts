import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cssAddresses, replaceCssAddresses } from "../../../src/protocol/index.ts";
import { cssTokens } from "../../../src/protocol/css-tokens.ts";

function urls(css: string): string[] {
  return cssAddresses(css, 1_000).map(({ url }) => url);
}

describe("addresses in a style sheet", () => {
  it.each<[string, string, string[]]>([
    ["bare", "a{background:url(x.png)}", ["x.png"]],
    ["quoted", `a{background:url("x.png") , url( 'y.png' )}`, ["x.png", "y.png"]],
    ["with spaces inside", "a{background:url(  x.png\n)}", ["x.png"]],
    ["with escapes", String.raw`a{background:url(a\)b\20 c.png)}`, ["a)b c.png"]],
    ["with an escaped function name", String.raw`a{background:u\72l(x.png)}`, ["x.png"]],
    ["in upper case", "a{background:URL(x.png)}", ["x.png"]],
    ["of @import, as a string", `@import "x.css" screen;`, ["x.css"]],
    ["of @import, as an address", "@import url(x.css) layer(a);", ["x.css"]],
    ["of @import with escapes", String.raw`@\69mport 'x.css';`, ["x.css"]],
    ["of @import behind a comment", `@import/**/"x.css";`, ["x.css"]],
    [
      "in image-set, as strings",
      `a{background:image-set("x.png" 1x, "y.png" type("image/png") 2x)}`,
      ["x.png", "y.png"],
    ],
    ["in the prefixed image-set", `a{background:-webkit-image-set(url(x.png) 1x)}`, ["x.png"]],
    ["in src()", `@font-face{src:src("f.woff2")}`, ["f.woff2"]],
    ["in a custom property", "a{--x:url(x.png)}", ["x.png"]],
    ["broken off at the end", "a{background:url(x.png", ["x.png"]],
    ["broken off in quotes", `a{background:url("x.png`, ["x.png"]],
    ["behind a broken string", `a{content:"x\n;background:url(y.png)}`, ["y.png"]],
    ["behind a broken address", "a{background:url(x y);b:url(z.png)}", ["z.png"]],
    ["behind a number that has a name like it", "a{b:1url(x);c:url(y.png)}", ["y.png"]],
    // A browser reads `1url(` as a number and a bracket, so the quote begins a string that ends inside of the next one.
    ["behind a number and a quote", `a{b:1url(a ' ) ';c:url(y.png)}`, ["y.png"]],
    ["behind a hash that has a name like it", `a{b:#url(' ) ';c:url(y.png)}`, ["y.png"]],
    ["behind an at-word that has a name like it", `@url(' ) ';a{c:url(y.png)}`, ["y.png"]],
    ["behind the end of an HTML comment", "--> a{b:url(y.png)}", ["y.png"]],
    ["with a line continued", `a{b:url("x\\\n.png")}`, ["x.png"]],
  ])("are found: %s", (_name, css, expected) => {
    expect(urls(css)).toEqual(expected);
  });

  it.each<[string, string]>([
    ["a comment", "/* url(x.png) @import 'x.css' */ a{}"],
    ["a string", `a{content:"url(x.png)"}`],
    ["a selector's value", `a[href="x.png"]{}`],
    ["format() and local()", `@font-face{src:local("Arial") format("woff2")}`],
    ["a longer name", "a{b:myurl(x.png)}"],
    ["a number's unit", "a{b:2url(x.png)}"],
    ["an escaped bracket", String.raw`a{b:url\(x.png)}`],
    ["a namespace", `@namespace svg url(http://www.w3.org/2000/svg);`],
    ["an import that is not first", `@import screen "x.css";`],
    ["a charset", `@charset "utf-8";`],
  ])("are not found in %s", (_name, css) => {
    expect(urls(css)).toEqual([]);
  });

  it("say what they load", () => {
    const css = `@import url("a.css");@import 'b.css';@font-face{font-family:x;src:url(c.woff2) format("woff2")}
      @media print{@font-face{src:url(d.woff)}} a{background:url(e.png)}`;
    expect(cssAddresses(css, 100).map(({ url, kind }) => [url, kind])).toEqual([
      ["a.css", "style"],
      ["b.css", "style"],
      ["c.woff2", "font"],
      ["d.woff", "font"],
      ["e.png", "image"],
    ]);
  });

  it("are no more than asked for", () => {
    expect(cssAddresses("url(a)url(b)url(c)", 2)).toHaveLength(2);
  });

  it("cannot come out of a variable inside of a function that loads", () => {
    const css = `a{--x:"https://evil.example/x.png";background:image-set(var(--x) 1x)}`;
    expect(replaceCssAddresses(css, ({ url }) => url)).not.toContain("var(");
  });
});

/** Pieces that are hard on tokenizers, put together at random. */
const piece = fc.constantFrom(
  ..."url(|URL( |src(|image-set(|@import |@namespace |@font-face{|)|(|{|}|;|\"|'|\\|\n|\r\n|/*|*/|-->|<!--|1|#|.5e3|-|u+|https://evil.example/x|a.png|var(|\\75 rl(|\0|</style>|,| |é".split(
    "|",
  ),
);

describe("replacing", () => {
  it("leaves only what was put there, whatever the sheet is", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const once = replaceCssAddresses(pieces.join(""), () => "data:,");
        expect(urls(once).filter((url) => url !== "data:,")).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it("keeps every other letter, and reads all of the text", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const css = pieces.join("");
        expect([...cssTokens(css)].map(({ start, end }) => css.slice(start, end)).join("")).toBe(css);
      }),
      { numRuns: 1_000 },
    );
    const css = `/* © */ a{b:url(x) 1px}\n@import "y" print;`;
    expect(replaceCssAddresses(css, ({ url }) => `/${url}`)).toBe(`/* © */ a{b:url("/x") 1px}\n@import "/y" print;`);
  });

  it("writes nothing that ends the string, the line or the element", () => {
    const css = replaceCssAddresses("a{b:url(x)}", () => `"\\\n</style>`);
    expect(css).not.toMatch(/<|\n/);
    expect(urls(css)).toEqual([`"\\\n</style>`]);
  });

  it("takes time in proportion to the text", () => {
    for (const hard of ["url(", "\\", '"', "/*", "image-set(", "(((", "1e", "@import ", "(url(a)", "{url(a)"]) {
      const css = hard.repeat(50_000);
      const start = performance.now();
      replaceCssAddresses(css, () => "");
      expect(performance.now() - start).toBeLessThan(5_000);
    }
  }, 60_000);
});
