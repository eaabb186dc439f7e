import { describe, expect, test } from "vitest";
import { cssWithinReach, srcsetWithinReach, withinReach } from "../../../src/admin/player/reach.ts";

describe("what a replay may load", () => {
  test.each(["", "#icon", "data:image/png;base64,xx", "DATA:,", " #a ", "http://localhost/demo/images/a.png"])(
    "%j",
    (address) => {
      expect(withinReach(address)).toBe(true);
    },
  );

  test.each([
    "https://shop.example/a.png",
    "//shop.example/a.png",
    "/api/sessions",
    "a.png",
    "blob:http://localhost/x",
    "http://localhost/api/sessions/x/manifest",
    "http://localhost.evil.example/demo/a.png",
  ])("not %j", (address) => {
    expect(withinReach(address)).toBe(false);
  });

  test("a srcset only when all of it", () => {
    expect(srcsetWithinReach("data:image/png;base64,a,b 1x, http://localhost/demo/b.png 2x")).toBe(true);
    expect(srcsetWithinReach("http://localhost/demo/b.png 1x, https://x.example/a.png 2x")).toBe(false);
  });
});

describe("style sheets", () => {
  test.each([
    ["a{background:url(https://x.example/a.png) red}", 'a{background:url("data:,") red}'],
    [`a{background:url("https://x.example/a')b.png")}`, 'a{background:url("data:,")}'],
    ["a{background:URL( 'a.png' )}", 'a{background:url("data:,")}'],
    [
      "a{mask:url(#m);background:url(data:image/png;base64,xx)}",
      "a{mask:url(#m);background:url(data:image/png;base64,xx)}",
    ],
    ["a{background:url(http://localhost/demo/a.png)}", "a{background:url(http://localhost/demo/a.png)}"],
    [
      '@font-face{font-family:"F";src:url("https://x.example/f.woff2") format("woff2"),url(f.ttf)}b{c:url(x)}',
      '@font-face{font-family:"F";src:local("-"),local("-")}b{c:url("data:,")}',
    ],
    ["a{content:'no url here'}", "a{content:'no url here'}"],
  ])("%s", (css, expected) => {
    expect(cssWithinReach(css)).toBe(expected);
  });
});
