import { describe, expect, it } from "vitest";
import { ASSETS, assetKey } from "../../../src/protocol/index.ts";
import { servedSheet, sheetLoads, withoutQuery } from "../../../src/worker/assets-fetch/style-sheet.ts";

const BASE = "https://cdn.shop.com/css/a.css";

describe("what a sheet loads", () => {
  it("is absolute, once each, without fragments", () => {
    const css = `@import "b.css";a{background:url(../x.png#a),url(../x.png#b),url(https://o.shop.com/y.png?v=1)}`;
    expect(sheetLoads(css, BASE).map(({ url, kind }) => [url, kind])).toEqual([
      ["https://cdn.shop.com/css/b.css", "style"],
      ["https://cdn.shop.com/x.png", "image"],
      ["https://o.shop.com/y.png?v=1", "image"],
    ]);
  });

  it.each([
    "url()",
    "url(#a)",
    "url(data:,x)",
    "url(javascript:alert(1))",
    "url(about:blank)",
    "url(http://[)",
    'url("  ")',
  ])("is nothing for %s", (css) => {
    expect(sheetLoads(css, BASE)).toEqual([]);
  });

  it("is no more than a bound", () => {
    const css = Array.from({ length: ASSETS.sheetAddresses + 10 }, (_, i) => `url(${i})`).join("");
    expect(sheetLoads(css, BASE)).toHaveLength(ASSETS.sheetAddresses);
  });
});

describe("a served sheet", () => {
  const kept = new Map([[assetKey("https://cdn.shop.com/x.png?v=1"), "/api/x"]]);
  const served = (css: string, base: string | null = BASE) => servedSheet(css, base, (key) => kept.get(key) ?? null);

  it("has our address for what is kept, with its fragment, and nothing for the rest", () => {
    expect(served("a{b:url(/x.png?v=1#icon)}")).toBe(`a{b:url("/api/x#icon")}`);
    expect(served("a{b:url(/x.png)}")).toBe(`a{b:url("data:,")}`);
    expect(served("a{b:url(/x.png?v=1)}", null)).toBe(`a{b:url("data:,")}`);
  });

  it("keeps what it carries in itself, but no sheet", () => {
    expect(served("a{b:url(data:image/png;base64,AA)}")).toBe(`a{b:url("data:image/png;base64,AA")}`);
    expect(served(`@import "data:text/css,a{}";`)).toBe(`@import "data:,";`);
    expect(served("a{b:url(#gradient)}")).toBe(`a{b:url("#gradient")}`);
  });

  it("does not grow without bound", () => {
    const css = served("url(/x.png?v=1)".repeat(ASSETS.servedAddresses + 10));
    expect(css.split("/api/x")).toHaveLength(ASSETS.servedAddresses + 1);
  });
});

describe("what is stored of an address", () => {
  it.each([
    ["https://a.shop.com/b/c.css?token=1#x", "https://a.shop.com/b/c.css"],
    ["https://user:pass@a.shop.com/c.css", "https://a.shop.com/c.css"],
    ["data:text/css,a{}", null],
    ["blob:https://a.shop.com/1", null],
    ["nonsense", null],
  ])("%s is %s", (url, base) => {
    expect(withoutQuery(url)).toBe(base);
  });
});
