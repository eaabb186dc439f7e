import { describe, expect, test } from "vitest";
import { inlineImports } from "../../../src/admin/player/imports.ts";
import { sanitiseCss } from "../../../src/admin/player/sanitise-css.ts";

const KEY = "0123456789abcdef";

describe("sheets that a sheet imports", () => {
  const inlined = (css: string) => inlineImports(css, (address) => (address === "/a" ? '@charset "utf-8";a{}' : null));

  test.each([
    ['@import url("/a");b{}', "a{}b{}"],
    ['@import url("/a") print;', "@media print {\na{}\n}"],
    [
      '@import url("/a") layer(base.x) supports(display: grid) screen;',
      "@layer base.x {\n@supports (display: grid) {\n@media screen {\na{}\n}\n}\n}",
    ],
    ['@import url("/a") layer;', "@layer {\na{}\n}"],
    ['@import url("/lost");b{}', "b{}"],
    ["b{}", "b{}"],
  ])("%s stands in place of its rule, under its conditions", (css, expected) => {
    expect(inlined(css)).toBe(expected);
  });

  test("an import stays in what reaches the player only when it names a file by key", () => {
    expect(sanitiseCss(`@import url("https://fonts.example/css#ph=${KEY}") screen;a{}`)).toBe(
      `@import url("#ph=${KEY}") screen;a{}`,
    );
    for (const rule of ['@import url("https://evil.example/x");', '@import "x.css";', `@import url(x#ph=${KEY});`])
      expect(sanitiseCss(`${rule}a{}`)).toBe("a{}");
  });
});
