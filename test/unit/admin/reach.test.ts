import { describe, expect, test } from "vitest";
import { assetKey, markAddress } from "../../../src/protocol/asset-key.ts";
import { cssWithinReach, replaceCandidates, withinReach } from "../../../src/admin/player/reach.ts";

const PICTURE = "https://shop.example/a.png?v=1";
const KEY = assetKey(PICTURE);

describe("what a replay may load", () => {
  test.each(["", "#icon", "data:image/png;base64,xx", "DATA:,", " #a "])("%j", (address) => {
    expect(withinReach(address)).toBe(address);
  });

  test.each([
    "https://shop.example/a.png",
    "//shop.example/a.png",
    "/api/sessions",
    "a.png",
    "blob:http://localhost/x",
    "http://localhost/api/sessions/x/manifest",
    "http://localhost/demo/a.png",
    `${PICTURE}#ph=${KEY.slice(1)}`,
    `${PICTURE}#ph=${KEY}&"onload=`,
  ])("not %j", (address) => {
    expect(withinReach(address)).toBeNull();
  });

  test("of an address with a key, the key and nothing of the address", () => {
    expect(withinReach(markAddress(PICTURE))).toBe(`#ph=${KEY}`);
    expect(withinReach(markAddress(PICTURE, "30x20"))).toBe(`#ph=${KEY}&30x20`);
    expect(withinReach(`javascript:alert(1)#ph=${KEY}`)).toBe(`#ph=${KEY}`);
  });

  test("of a srcset what may be loaded", () => {
    const srcset = `data:image/png;base64,a,b 1x, ${markAddress(PICTURE)} 2x, https://x.example/a.png 3x`;
    expect(replaceCandidates(srcset, withinReach)).toBe(`data:image/png;base64,a,b 1x, #ph=${KEY} 2x`);
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
    [`a{background:url(${markAddress(PICTURE)})}`, `a{background:url("#ph=${KEY}")}`],
    [
      `@font-face{src:url("${markAddress(PICTURE)}") format("woff2"),url(f.ttf)}`,
      `@font-face{src:url("#ph=${KEY}") format("woff2"),local("-")}`,
    ],
    [
      '@font-face{font-family:"F";src:url("https://x.example/f.woff2") format("woff2"),url(f.ttf)}b{c:url(x)}',
      '@font-face{font-family:"F";src:local("-"),local("-")}b{c:url("data:,")}',
    ],
    ["a{content:'no url here'}", "a{content:'no url here'}"],
  ])("%s", (css, expected) => {
    expect(cssWithinReach(css)).toBe(expected);
  });
});
