import { describe, expect, test } from "vitest";
import { defuseText, sanitiseCss } from "../../../src/admin/player/sanitise-css.ts";

describe("style sheets", () => {
  test.each([
    ["@import url(https://evil.example/a.css);a{}", "a{}"],
    ["@import 'https://evil.example/;a.css' screen;a{}", "a{}"],
    ['@IMPORT "x" layer(a) supports(display: grid);a{}', "a{}"],
    ["@\\69mport url(x);a{}", "a{}"],
    ["@\\000069 mport url(x);a{}", "a{}"],
    ["@i\\6dport url(x);a{}", "a{}"],
    ["@\\49 MPORT url(x);a{}", "a{}"],
    ["@import url(data:text/css;base64,xx);a{}", "a{}"],
    ["a{}@import url(x)", "a{}"],
  ])("%j loses its import", (css, expected) => {
    expect(sanitiseCss(css)).toBe(expected);
  });

  test.each(["@media print{a{}}", "@important{}", "a{color:red!important}", ".\\@import-me{}", ".\\@import{}"])(
    "%j stays",
    (css) => {
      expect(sanitiseCss(css)).toBe(css);
    },
  );

  const nothing = 'url("data:,")';
  test.each([
    ["a{background:\\75\\72\\6c(https://evil.example)}", `a{background:${nothing}}`],
    ["a{background:u\\72l('https://evil.example')}", `a{background:${nothing}}`],
    ["a{background:url('\\\nhttps://evil.example')}", `a{background:${nothing}}`],
    ["a{background:url(https://evil.example", `a{background:${nothing}`],
    ["a{background:url('https://evil.example", `a{background:${nothing}`],
    ["a{background:image-set('https://evil.example' 1x)}", `a{background:image-set(${nothing} 1x)}`],
    [
      'a{background:-webkit-image-set("//evil.example" type("image/png"))}',
      `a{background:-webkit-image-set(${nothing} type("image/png"))}`,
    ],
    ["a{background:im\\61ge-set(url(//evil.example) 2x)}", `a{background:image-set(${nothing} 2x)}`],
  ])("%j loses its address", (css, expected) => {
    expect(sanitiseCss(css)).toBe(expected);
  });

  test.each([
    "a{content:'\\201c'}",
    "a{background:url(data:,x)}",
    ".\\31 0{mask:url(#m)}",
    "a{background:image-set(url(#a) 1x)}",
  ])("%j is left as it is", (css) => {
    expect(sanitiseCss(css)).toBe(css);
  });

  test("text that may be words on the page looks the same and imports nothing", () => {
    const text = "Write @import url(theme.css); first";
    expect(defuseText(text)).toBe("Write @\u200bimport url(theme.css); first");
    expect(defuseText("mail me @ home")).toBe("mail me @ home");
  });
});
