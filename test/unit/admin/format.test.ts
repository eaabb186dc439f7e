import { describe, expect, test } from "vitest";
import { hostOf, pathOf, shortId } from "../../../src/admin/format/address.ts";
import { countryName, flag } from "../../../src/admin/format/place.ts";
import { clockText, durationText, relativeText } from "../../../src/admin/format/time.ts";

describe("times", () => {
  test.each([
    [0, "0:00"],
    [59_999, "0:59"],
    [754_000, "12:34"],
    [3_723_000, "1:02:03"],
    [-5, "0:00"],
  ])("the place %d is %s", (ms, expected) => {
    expect(clockText(ms)).toBe(expected);
  });

  test.each([
    [400, "0s"],
    [7_000, "7s"],
    [134_000, "2m 14s"],
    [3_780_000, "1h 03m"],
  ])("the duration %d is %s", (ms, expected) => {
    expect(durationText(ms)).toBe(expected);
  });

  const now = Date.UTC(2026, 10, 21, 12);
  test.each([
    [10_000, "just now"],
    [60_000, "1m ago"],
    [59 * 60_000, "59m ago"],
    [3 * 3_600_000, "3h ago"],
    [30 * 3_600_000, "yesterday"],
    [3 * 86_400_000, "3 days ago"],
    [30 * 86_400_000, "Oct 22"],
    [-5_000, "just now"],
  ])("%d ms ago is %s", (ago, expected) => {
    expect(relativeText(now - ago, now, "en-US")).toBe(expected);
  });
});

test("places", () => {
  expect(flag("DE")).toBe("🇩🇪");
  expect([flag(null), flag("xx"), flag("<b>")]).toEqual(["", "", ""]);
  expect(countryName("DE", "en")).toBe("Germany");
  expect(countryName("??", "en")).toBe("??");
});

test("addresses", () => {
  expect(pathOf("https://shop.example/cart?x=1#y")).toBe("/cart?x=1");
  expect(pathOf("not an address")).toBe("not an address");
  expect([hostOf("https://shop.example:81/cart"), hostOf("")]).toEqual(["shop.example:81", ""]);
  expect(shortId("01a20053-2a71-7000-8000-00000000000a")).toBe("00000a");
});
