import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { EventType } from "../../../src/protocol/events.ts";
import { createBudget } from "../../../src/recorder/budget.ts";
import { filter } from "../../../src/recorder/filter.ts";
import { toJson } from "../../../src/recorder/json.ts";
import { utf8Length } from "../../../src/recorder/measure.ts";
import { scrubUrl } from "../../../src/recorder/urls.ts";

describe("addresses", () => {
  test.each([
    ["https://shop.example/cart?token=secret#pay", "https://shop.example/cart"],
    ["https://user:password@shop.example:8443/a/b/?q", "https://shop.example:8443/a/b/"],
    ["http://localhost:8787", "http://localhost:8787/"],
    ["https://shop.example/caf%C3%A9", "https://shop.example/caf%C3%A9"],
    ["about:blank", "about:"],
    ["data:text/html,secret", "data:"],
    ["blob:https://shop.example/0197", "blob:"],
    ["file:///home/me/secret.html", "file:"],
    ["javascript:alert(1)", "javascript:"],
    ["", ""],
    ["/relative", ""],
    ["not an address", ""],
  ])("%s", (address, kept) => {
    expect(scrubUrl(address)).toBe(kept);
  });

  test("nothing of query, fragment or credentials is left of any address", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (address) => {
        const kept = scrubUrl(address.replace("://", "://canary:canary@"));
        expect(kept).not.toMatch(/[?#]|canary/);
        expect(kept.length).toBeLessThanOrEqual(2_048);
      }),
    );
  });
});

describe("filter", () => {
  const secret = "https://shop.example/cart?token=secret";

  test("scrubs what names an address", () => {
    const meta = { type: EventType.Meta, data: { href: secret, width: 1, height: 1 }, timestamp: 0 };
    expect(filter(meta)!.data).toEqual({ href: "https://shop.example/cart", width: 1, height: 1 });
    const page = {
      type: EventType.Custom,
      data: { tag: "playhead.page", payload: { url: secret, referrer: secret, title: "?" } },
      timestamp: 0,
    };
    expect(filter(page)!.data).toMatchObject({
      payload: { url: "https://shop.example/cart", referrer: "https://shop.example/cart", title: "?" },
    });
  });

  test("leaves what the site says as it is", () => {
    const track = {
      type: EventType.Custom,
      data: { tag: "playhead.track", payload: { name: "x", properties: { url: secret } } },
      timestamp: 0,
    };
    expect(filter(structuredClone(track))).toEqual(track);
  });
});

test("the measured length is that of the UTF-8 text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const json = JSON.stringify(text);
      expect(utf8Length(json)).toBe(new TextEncoder().encode(json).length);
    }),
  );
});

describe("JSON on a page that spoils it", () => {
  const spoilt: object[] = [];
  const spoil = (prototype: object) => {
    Object.defineProperty(prototype, "toJSON", { configurable: true, value: () => "spoilt" });
    spoilt.push(prototype);
  };
  afterEach(() => {
    for (const prototype of spoilt.splice(0)) delete (prototype as { toJSON?: unknown }).toJSON;
  });

  test.each([
    ["arrays", [Array.prototype]],
    ["objects", [Object.prototype]],
    ["strings and numbers", [String.prototype, Number.prototype]],
    ["all of them", [Array.prototype, Object.prototype, String.prototype, Number.prototype]],
  ])("%s", (_, prototypes) => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const data = { value, at: new Date(0) };
        const expected = JSON.stringify(data);
        prototypes.forEach(spoil);
        try {
          expect(toJson(data) === expected).toBe(true);
        } finally {
          for (const prototype of spoilt.splice(0)) delete (prototype as { toJSON?: unknown }).toJSON;
        }
      }),
      { numRuns: 50 },
    );
  });
});

test("the keepalive budget is never overdrawn and comes back whole", () => {
  const LIMIT = 61_440;
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(LIMIT + 10))), (steps) => {
      const budget = createBudget(LIMIT);
      const out: number[] = [];
      const used = () => out.reduce((sum, bytes) => sum + bytes, 0);
      for (const [take, bytes] of steps) {
        if (take) {
          const fits = used() + bytes <= LIMIT;
          expect(budget.take(bytes)).toBe(fits);
          if (fits) out.push(bytes);
        } else {
          const done = out.shift();
          if (done !== undefined) budget.give(done);
        }
        expect(used()).toBeLessThanOrEqual(LIMIT);
      }
      for (const bytes of out.splice(0)) budget.give(bytes);
      expect(budget.take(LIMIT)).toBe(true);
    }),
  );
});
