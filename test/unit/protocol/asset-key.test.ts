import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  assetHostFault,
  assetHosts,
  assetKey,
  newPolicy,
  policyFaults,
  upgradePolicy,
} from "../../../src/protocol/index.ts";
import { policy as policySchema } from "../../../src/protocol/policy.schema.ts";

describe("the key of an asset", () => {
  it.each([
    ["", "8980a572e42a01b7"],
    ["https://shop.example/a.css", "ff5f3da594943fc8"],
    ["https://shop.example/a.css?v=2", "2406f79d1b875250"],
    ["https://shop.example/ü/漢/😀.png", "f5e5c808f6038182"],
    ["data:image/png;base64,AAAA", "64a1dbba191b147d"],
  ])("is the same for ever: %s", (url, key) => {
    expect(assetKey(url)).toBe(key);
  });

  it("does not depend on the fragment, and on everything else", () => {
    expect(assetKey("https://a.example/sprite.svg#icon")).toBe(assetKey("https://a.example/sprite.svg"));
    expect(assetKey("https://a.example/sprite.svg?#icon")).not.toBe(assetKey("https://a.example/sprite.svg"));
  });

  it("is 16 hex digits for any text", () => {
    fc.assert(fc.property(fc.string(), (url) => void expect(assetKey(url)).toMatch(/^[0-9a-f]{16}$/)));
  });

  it("differs for all of many alike addresses", () => {
    const keys = new Set<string>();
    for (let i = 0; i < 200_000; i++) keys.add(assetKey(`https://cdn.shop.example/p/${i}.webp`));
    expect(keys.size).toBe(200_000);
  });
});

describe("hosts that files are fetched from", () => {
  const blank = newPolicy("01900000-0000-7000-8000-000000000001", "eu", 0);
  const [environment] = blank.environments;
  const origins = [
    "https://shop.example.com",
    "https://*.example.org",
    "http://localhost:*",
    "https://a.example.com:8443",
  ];
  const policy = {
    ...blank,
    environments: [{ ...environment!, origins }],
    assets: { hosts: ["cdn.example.net"], fetch: true },
  };

  it("are the environment's own and those that were added", () => {
    expect(assetHosts(policy, "production")).toEqual([
      "shop.example.com",
      "*.example.org",
      "localhost",
      "a.example.com:8443",
      "cdn.example.net",
    ]);
  });

  it("are none when fetching is off, or the environment is gone", () => {
    expect(assetHosts({ ...policy, assets: { hosts: ["cdn.example.net"], fetch: false } }, "production")).toEqual([]);
    expect(assetHosts(policy, "gone")).toEqual([]);
  });

  it.each(["https://cdn.example.net", "cdn.example.net/path", "*", "*.com", "a b", "", "user@cdn.example.net"])(
    "are refused in the settings when they are none, or too wide: %s",
    (host) => {
      expect(assetHostFault(host)).not.toBeNull();
      const faults = policyFaults({ ...policy, assets: { hosts: ["cdn.example.net", host], fetch: true } });
      expect(faults).toMatchObject([{ path: ["assets", "hosts", 1] }]);
    },
  );

  it("are in settings that were stored before there were any", () => {
    const { assets: _assets, ...older } = blank;
    expect(policySchema.parse(upgradePolicy(older)).assets).toEqual({ hosts: [], fetch: true });
  });
});
