import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { uuidv7 } from "../../../src/protocol/index.ts";
import { openAsset, sealAsset } from "../../../src/storage/asset-cipher.ts";
import { dataKeyOf } from "../../../src/storage/wrapped-key.ts";
import { assetObjectKey } from "../../../src/storage/object-keys.ts";

const [tenant, sha256] = [uuidv7(), "ab".repeat(32)];

describe("the object of an asset", () => {
  it("is where the layout says, and is named by a UUID and a hash only", () => {
    expect(assetObjectKey(tenant, sha256)).toBe(`t/${tenant}/a/${sha256}`);
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => assetObjectKey(tenant, text)).toThrow(TypeError);
        expect(() => assetObjectKey(text, sha256)).toThrow(TypeError);
      }),
    );
    expect(() => assetObjectKey(tenant, `${sha256}/../x`)).toThrow(TypeError);
  });
});

const newKey = () => dataKeyOf(crypto.getRandomValues(new Uint8Array(32)));

describe("an asset at rest", () => {
  const plain = new TextEncoder().encode("a{color:red}");

  it("opens with its tenant's key in its place, and is never written the same way twice", async () => {
    const key = await newKey();
    const sealed = await sealAsset(key, { tenant, sha256 }, plain);
    expect(await openAsset(key, { tenant, sha256 }, sealed)).toEqual(plain);
    expect(await sealAsset(key, { tenant, sha256 }, plain)).not.toEqual(sealed);
  });

  it("does not open in another place, with another tenant's key, or with any bit changed", async () => {
    const key = await newKey();
    const sealed = await sealAsset(key, { tenant, sha256 }, plain);
    const open = (at: { tenant: string; sha256: string }, bytes = sealed, with_ = key) => openAsset(with_, at, bytes);
    await expect(open({ tenant: uuidv7(), sha256 })).rejects.toThrow();
    await expect(open({ tenant, sha256: "cd".repeat(32) })).rejects.toThrow();
    await expect(open({ tenant, sha256 }, sealed, await newKey())).rejects.toThrow();
    for (let i = 0; i < sealed.length; i++) {
      const flipped = sealed.map((byte, at) => (at === i ? byte ^ 1 : byte));
      await expect(open({ tenant, sha256 }, flipped)).rejects.toThrow();
    }
    await expect(open({ tenant, sha256 }, sealed.subarray(0, 10))).rejects.toThrow();
  });
});
