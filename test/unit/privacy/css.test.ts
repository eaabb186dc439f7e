import { describe, expect, test } from "vitest";
import { filterCss } from "../../../src/protocol/privacy/css.ts";
import { MASK } from "../../../src/protocol/privacy/mask.ts";
import { newRecorderPrivacy } from "../../../src/protocol/privacy/new-privacy.ts";

const inputs = newRecorderPrivacy();
const contentFree = { ...inputs, mode: "content_free" as const };
const M = MASK;

describe("what CSS says goes, what it draws stays", () => {
  test.each([
    // Nothing that could say something.
    ["a { color: red }", "a { color: red }"],
    // Comments.
    ["/* Jane */a{}", "a{}"],
    ["a{}/* Jane", "a{}"],
    ["a{}/* Jane }", "a{}"],
    [`a{--x:"Jane}`, `a{--x:"${M}"`],
    [`a{--x:b /* y */ font:"Own"}`, `a{--x:b  font:"${M}"}`],
    ["a/* Jane */b{}", "a/**/b{}"],
    ["a /* Jane */b{}", "a b{}"],
    ["a/* Jane */ b{}", "a b{}"],
    ["a{/* Jane */}", "a{}"],
    ["a{x:u/* Jane *//* Doe */rl(b)}", "a{x:u/**/rl(b)}"],
    ["a{}/* rr_split */b{}/* Jane *//* rr_split */c{}", "a{}/* rr_split */b{}/* rr_split */c{}"],
    // A comment before a declaration does not hide its name.
    [`a{/* x */font-family:"Own"}`, `a{font-family:"Own"}`],
    ["a{}/* rr_split *//* x *//* rr_split */b{}", "a{}/* rr_split *//* rr_split */b{}"],
    [`a{b:c;/* x */ /* y */grid-area:"main"}`, `a{b:c; grid-area:"main"}`],
    // Strings.
    [`a{--x:"Jane"}`, `a{--x:"${M}"}`],
    [`a{--x:'Jane'}`, `a{--x:'${M}'}`],
    [`a{--x:"Jane`, `a{--x:"${M}"`],
    [`a{--x:"Ja\\"ne" "Doe"}`, `a{--x:"${M}" "${M}"}`],
    [`a{--x:"Ja\\\\" "Doe"}`, `a{--x:"${M}" "${M}"}`],
    [`a{--x:"${M}"}`, `a{--x:"${M}"}`],
    // A line's end ends a string; what follows is read anew.
    [`a{--x:"Jane\n;y:url(b)}`, `a{--x:"${M}"\n;y:url("b")}`],
    // Glyphs.
    [`a{--x:"\\2022"}`, `a{--x:"\\2022"}`],
    [`a{--x:"\\a0"}`, `a{--x:"\\a0"}`],
    [`a{--x:"\\0000a0\\20 \\2a"}`, `a{--x:"\\0000a0\\20 \\2a"}`],
    [`a{--x:"\\a04a"}`, `a{--x:"${M}"}`],
    [`a{--x:"\\f101 \\F102"}`, `a{--x:"\\f101 \\F102"}`],
    [`a{--x:"\\4a\\61"}`, `a{--x:"${M}"}`],
    [`a{--x:"→ —"}`, `a{--x:"→ —"}`],
    [`a{--x:"»»»»"}`, `a{--x:"${M}"}`],
    [`a{--x:"7"}`, `a{--x:"${M}"}`],
    [`a{--x:""}`, `a{--x:""}`],
    // Outlines, and kinds of images.
    [`a{d:path("M0 0L1e2 -.5 z")}`, `a{d:path("M0 0L1e2 -.5 z")}`],
    [`a{clip-path: path(evenodd, 'm1,2h3Z m4 5')}`, `a{clip-path: path(evenodd, 'm1,2h3Z m4 5')}`],
    [`a{d:path("Jane")}`, `a{d:path("${M}")}`],
    [`a{d:path("M0 0 Jane")}`, `a{d:path("${M}")}`],
    [`a{--x:"M0 0"}`, `a{--x:"${M}"}`],
    [
      `a{background:image-set(url(a.webp) type("image/webp"))}`,
      `a{background:image-set(url("a.webp") type("image/webp"))}`,
    ],
    [`a{--x:type("Jane")}`, `a{--x:type("${M}")}`],
    // Names that the layout needs.
    [`a{font-family:"Open Sans", 'B'}`, `a{font-family:"Open Sans", 'B'}`],
    [`a{FONT-FAMILY:"Open Sans"}`, `a{FONT-FAMILY:"Open Sans"}`],
    [`a{ font : "Open Sans"}`, `a{ font : "Open Sans"}`],
    [`a{font-family:"${"x".repeat(80)}"}`, `a{font-family:"${"x".repeat(80)}"}`],
    [`a{font-family:"${"x".repeat(81)}"}`, `a{font-family:"${M}"}`],
    [`a{font-family:"a@b.example"}`, `a{font-family:"${M}"}`],
    [`a{grid-template-areas:"head head" "main ."}`, `a{grid-template-areas:"head head" "main ."}`],
    [`a{x-grid:"head"}`, `a{x-grid:"${M}"}`],
    [`@property --x{syntax:"<length>"}`, `@property --x{syntax:"<length>"}`],
    [`@property --x{resyntax:"<length>"}`, `@property --x{resyntax:"${M}"}`],
    [`@charset "utf-8";`, `@charset "utf-8";`],
    [`@layer "utf-8";`, `@layer "${M}";`],
    [
      `@font-face{src:url(a.woff) format("woff2"),local("Jane")}`,
      `@font-face{src:url("a.woff") format("woff2"),local("Jane")}`,
    ],
    // The name of a declaration ends with it.
    [`a{font-family:"Own";--x:"Own"}`, `a{font-family:"Own";--x:"${M}"}`],
    [`a{font-family:"Own"}--x:"Own"`, `a{font-family:"Own"}--x:"${M}"`],
    [`font-family:"Own"{--x:"Own"}`, `font-family:"Own"{--x:"${M}"}`],
    // What a selector compares with.
    [`a[href="/a#b"]{}`, `a[href="${M}"]{}`],
    [`a[class~="btn btn-big"]{}`, `a[class~="btn btn-big"]{}`],
    [`a[id="12345"]{}`, `a[id="${M}"]{}`],
    [`a[id="1234"]{}`, `a[id="1234"]{}`],
    [`a[id="${"x".repeat(32)}"]{}`, `a[id="${"x".repeat(32)}"]{}`],
    [`a[id="${"x".repeat(33)}"]{}`, `a[id="${M}"]{}`],
    [`a[id="jane" i]{--x:"jane"}`, `a[id="jane" i]{--x:"${M}"}`],
    [`a[id="jane"] "jane"{}`, `a[id="jane"] "${M}"{}`],
    [`a[{--x:"jane"}`, `a[{--x:"${M}"}`],
    // Escapes: a letter never needs one.
    [`a{x:\\75rl(jane)}`, `a{x:_rl(jane)}`],
    [`a{x:\\000075 rl(jane)}`, `a{x:_rl(jane)}`],
    [`a{x:u\\52 l(jane)}`, `a{x:u_l(jane)}`],
    [`.sm\\:a{}`, `.sm\\:a{}`],
    [`.\\31 a{}`, `.\\31 a{}`],
    [`.\\4000{}`, `.\\4000{}`],
    [`.\\7b{}`, `.\\7b{}`],
    // Addresses.
    ["a{b:url(x.png)}", `a{b:url("x.png")}`],
    ["a{b:URL( 'x.png' )}", `a{b:url("x.png")}`],
    [`a{b:url("x.png?jane=1#doe")}`, `a{b:url("x.png")}`],
    [`a{b:url("x\\70ng")}`, `a{b:url("xpng")}`],
    [`a{b:url("x\\\ny")}`, `a{b:url("xy")}`],
    [`a{b:url("x\\.y")}`, `a{b:url("x.y")}`],
    ["a{b:url(#grad)}", `a{b:url("#grad")}`],
    [`a{b:url('#grad:a.b-c_d')}`, `a{b:url("#grad:a.b-c_d")}`],
    ["a{b:url(x.png", `a{b:url("x.png")`],
    [`a{b:url("a)b.png")}`, `a{b:url("a)b.png")}`],
    ["a{b:url(a'b.png)}", `a{b:url("a'b.png")}`],
    [`a{b:url( x.png )}`, `a{b:url("x.png")}`],
    [`a{b:url("#jane?doe")}`, `a{b:url("#")}`],
    ["a{b:url(x?jane;}", `a{b:url("x")`],
    [`a{--x:"my url"}`, `a{--x:"${M}"}`],
    [`@import "x.css?jane";`, `@import "x.css";`],
    [`@import 'x.css';`, `@import "x.css";`],
    ["@import url(x.css?jane);", `@import url("x.css");`],
    [`@namespace "https://x.example/y?z";`, `@namespace "https://x.example/y";`],
    [`@importer "x.css";`, `@importer "${M}";`],
  ])("%j", (css, left) => {
    expect(filterCss(css, inputs)).toBe(left);
    // What is left is left as it is.
    expect(filterCss(left, inputs)).toBe(left);
  });

  test("the name of a declaration is looked for where it begins", () => {
    expect(filterCss(`a{${" ".repeat(240)}font:"Own"}`, inputs)).toContain(`"Own"`);
    expect(filterCss(`a{${" ".repeat(256)}font:"Own"}`, inputs)).toContain(MASK);
  });

  test("a declaration's value alone is looked at by its name", () => {
    expect(filterCss(`"Own"`, inputs, "font-family")).toBe(`"Own"`);
    expect(filterCss(`"Own"`, inputs, "quotes")).toBe(`"${M}"`);
    expect(filterCss(`"Own"`, inputs)).toBe(`"${M}"`);
    expect(filterCss(`"Own";--x:"Own"`, inputs, "font-family")).toBe(`"Own";--x:"${M}"`);
    expect(filterCss(`url("x.png")`, contentFree, "src")).toBe(`url("x.png")`);
  });
});

describe("without content", () => {
  test.each([
    ["a{b:url(x.png)}", `a{b:url("")}`],
    [`a{b:url("https://x.example/jane.png")}`, `a{b:url("")}`],
    ["a{b:url(#grad)}", `a{b:url("#grad")}`],
    [`a::before{content:"Jane"}`, `a::before{content:"${M}"}`],
    ["@font-face{src:url(x.woff)}", `@font-face{src:url("x.woff")}`],
    ["@import url(x.css);", `@import url("x.css");`],
    ["@imported url(x.css);", `@imported url("");`],
    ["a{x-src:url(x.png)}", `a{x-src:url("")}`],
    ["a{srcs:url(x.png)}", `a{srcs:url("")}`],
    [`@namespace svg url(http://www.w3.org/2000/svg);`, `@namespace svg url("http://www.w3.org/2000/svg");`],
  ])("%j", (css, left) => expect(filterCss(css, contentFree)).toBe(left));

  test("a picture in an address goes, a font stays", () => {
    const font = "data:font/woff2;base64,d09GMgABAAAAA";
    expect(filterCss(`@font-face{src:url(${font})}`, contentFree)).toBe(`@font-face{src:url("${font}")}`);
    expect(filterCss("@font-face{src:url(data:image/png;base64,iVBOR)}", contentFree)).not.toContain("iVBOR");
    expect(filterCss("a{b:url(data:image/png;base64,iVBOR)}", inputs)).toContain("iVBOR");
  });
});
