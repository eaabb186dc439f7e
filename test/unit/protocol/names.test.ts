import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  LOOPBACK_ORIGINS,
  isUuid,
  newPublishableKey,
  originAllowed,
  parsePublishableKey,
  uuidTime,
  uuidv7,
} from "../../../src/protocol/index.ts";

describe("UUIDv7", () => {
  it("is a UUID that carries its time and sorts by it", () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 47 }), fc.nat({ max: 2 ** 47 }), (a, b) => {
        const [first, second] = [uuidv7(a), uuidv7(b)];
        expect(isUuid(first)).toBe(true);
        expect(uuidTime(first)).toBe(a);
        if (a !== b) expect(first < second).toBe(a < b);
      }),
    );
    expect(isUuid(uuidv7().toUpperCase())).toBe(false);
    expect(uuidTime("not one")).toBeNaN();
  });
});

describe("a publishable key", () => {
  it("names its region and tenant", () => {
    fc.assert(
      fc.property(fc.constantFrom("us" as const, "eu" as const), (region) => {
        const tenant = uuidv7();
        const text = newPublishableKey(region, tenant);
        expect(parsePublishableKey(text)).toEqual({ region, tenant, text });
      }),
    );
  });

  it.each([
    "",
    "ph_us_",
    "ph_xx_01900000000070008000000000000001_demodemodemodemodemodemo",
    "ph_us_01900000000070008000000000000001_short",
    "ph_us_01900000000070008000000000000001_demodemodemodemodemodemo ",
  ])("is not %j", (text) => expect(parsePublishableKey(text)).toBeNull());
});

describe("allowed origins", () => {
  it.each<[string, string | null, boolean]>([
    ["https://shop.example.com", "https://shop.example.com", true],
    ["https://shop.example.com", "https://SHOP.example.com", true],
    ["https://shop.example.com", "https://shop.example.com:443", true],
    ["https://shop.example.com", "https://shop.example.com:8443", false],
    ["https://shop.example.com", "http://shop.example.com", false],
    ["https://shop.example.com", "https://shop.example.com.evil.test", false],
    ["https://shop.example.com", "https://evil-shop.example.com", false],
    ["https://*.example.com", "https://a.example.com", true],
    ["https://*.example.com", "https://a.b.example.com", true],
    ["https://*.example.com", "https://example.com", false],
    ["https://*.example.com", "https://notexample.com", false],
    ["http://localhost:*", "http://localhost:3000", true],
    ["http://localhost:*", "http://localhost", true],
    ["http://localhost:*", "http://localhost.evil.test:3000", false],
    ["https://shop.example.com", "null", false],
    ["https://shop.example.com", null, false],
    ["https://shop.example.com", "", false],
  ])("%s and %s: %s", (pattern, origin, wanted) => expect(originAllowed([pattern], origin)).toBe(wanted));

  it("for a developer's machine are all loopback ones, with any port, and no others", () => {
    for (const origin of [
      "http://localhost:5173",
      "http://127.0.0.1:18101",
      "http://[::1]:80",
      "https://localhost",
      "http://shop.localhost:3000",
    ])
      expect(originAllowed(LOOPBACK_ORIGINS, origin)).toBe(true);
    for (const origin of ["http://127.0.0.2:80", "http://192.168.1.1", "https://example.com", "http://localhost.com"])
      expect(originAllowed(LOOPBACK_ORIGINS, origin)).toBe(false);
  });
});
