import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { uuidv7 } from "../../../src/protocol/index.ts";
import { openChunk, sealChunk } from "../../../src/storage/chunk-cipher.ts";
import { sessionDataKeyBytes } from "../../../src/storage/derived-keys.ts";
import { dataKeyOf } from "../../../src/storage/wrapped-key.ts";
import { chunkKey, sessionKeyKey } from "../../../src/storage/object-keys.ts";

const SECRET = "a-master-secret-of-at-least-32-characters";
const salt = new Uint8Array(32).fill(7);

describe("object keys", () => {
  it("are where the layout says, sort like the numbers, and never leave the tenant's prefix", () => {
    const [tenant, session] = [uuidv7(), uuidv7()];
    expect(sessionKeyKey(tenant, session)).toBe(`t/${tenant}/s/${session}/key`);
    fc.assert(
      fc.property(fc.nat({ max: 99_999 }), fc.nat({ max: 99_999 }), (a, b) => {
        const [first, second] = [chunkKey(tenant, session, a), chunkKey(tenant, session, b)];
        expect(first.startsWith(`t/${tenant}/s/${session}/c/`)).toBe(true);
        if (a !== b) expect(first < second).toBe(a < b);
      }),
    );
  });

  it("are made of UUIDs and numbers only", () => {
    fc.assert(fc.property(fc.string(), (text) => void expect(() => chunkKey(uuidv7(), text, 0)).toThrow(TypeError)));
    fc.assert(fc.property(fc.string(), (text) => void expect(() => sessionKeyKey(text, uuidv7())).toThrow(TypeError)));
    for (const rev of [-1, 0.5, Number.NaN]) expect(() => chunkKey(uuidv7(), uuidv7(), 0, rev)).toThrow(RangeError);
    for (const n of [-1, 0.5, 100_000, Number.NaN]) expect(() => chunkKey(uuidv7(), uuidv7(), n)).toThrow(RangeError);
  });
});

async function sessionDataKey(...of: Parameters<typeof sessionDataKeyBytes>): Promise<CryptoKey> {
  return dataKeyOf(await sessionDataKeyBytes(...of));
}

describe("a chunk at rest", () => {
  const place = { tenant: uuidv7(), session: uuidv7(), n: 3 };
  const plain = new TextEncoder().encode("the text of a chunk");

  it("opens with its key in its place", async () => {
    const key = await sessionDataKey(SECRET, salt, place.tenant, place.session);
    const sealed = await sealChunk(key, place, plain);
    expect(await openChunk(key, place, sealed)).toEqual(plain);
    expect(await sealChunk(key, place, plain)).not.toEqual(sealed);
  });

  it("does not open in another place, with another key, or with any bit changed", async () => {
    const key = await sessionDataKey(SECRET, salt, place.tenant, place.session);
    const sealed = await sealChunk(key, place, plain);
    const others = [
      { ...place, n: 4 },
      { ...place, rev: 1 },
      { ...place, tenant: uuidv7() },
      { ...place, session: uuidv7() },
    ];
    for (const other of others) await expect(openChunk(key, other, sealed)).rejects.toThrow();
    const keys = [
      sessionDataKey(`${SECRET}!`, salt, place.tenant, place.session),
      sessionDataKey(SECRET, new Uint8Array(32), place.tenant, place.session),
      sessionDataKey(SECRET, salt, uuidv7(), place.session),
    ];
    for (const wrong of keys) await expect(openChunk(await wrong, place, sealed)).rejects.toThrow();
    for (let i = 0; i < sealed.length; i++) {
      const flipped = sealed.map((byte, at) => (at === i ? byte ^ 1 : byte));
      await expect(openChunk(key, place, flipped)).rejects.toThrow();
    }
    await expect(openChunk(key, place, sealed.subarray(0, 10))).rejects.toThrow();
  });

  it("needs a master secret of some length", async () => {
    await expect(sessionDataKey("short", salt, place.tenant, place.session)).rejects.toThrow("32 characters");
  });
});
