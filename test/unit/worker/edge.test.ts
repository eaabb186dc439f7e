import { ringOf } from "../../../src/storage/key-ring.ts";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlayheadError } from "../../../src/protocol/index.ts";
import { fromBase64url, toBase64url } from "../../../src/worker/base64url.ts";
import { inflateBody, readBody } from "../../../src/worker/bounded-body.ts";
import { readToken, signToken } from "../../../src/worker/signed-token.ts";
import { newPrivacy } from "../../../src/protocol/index.ts";
import { maskIp, visitorContext } from "../../../src/worker/visitor-context.ts";
import { hashPassword, verifyPassword } from "../../../src/worker/admin/password.ts";

const SECRET = "a-master-secret-of-at-least-32-characters";
const RING = ringOf(SECRET);

describe("a signed token", () => {
  it("gives back what was signed, until it ends", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.string()),
        fc.integer({ min: 1, max: 1e12 }),
        async (claims, exp) => {
          const token = await signToken(RING, "ingest-token", { ...claims, exp });
          expect(await readToken(RING, "ingest-token", token, exp - 1)).toEqual(
            JSON.parse(JSON.stringify({ ...claims, exp })),
          );
          await expect(readToken(RING, "ingest-token", token, exp)).rejects.toMatchObject({ code: "token_expired" });
        },
      ),
      { numRuns: 50 },
    );
  });

  it("is refused for another purpose, another secret, and with any character changed", async () => {
    const token = await signToken(RING, "ingest-token", { exp: 10 });
    const invalid = { code: "invalid_token" };
    await expect(readToken(RING, "play-grant", token, 1)).rejects.toMatchObject(invalid);
    await expect(readToken(ringOf(`${SECRET}!`), "ingest-token", token, 1)).rejects.toMatchObject(invalid);
    for (let i = 0; i < token.length; i++) {
      for (const char of ["A", "b", "-", ".", "=", "!"]) {
        if (char === token[i]) continue;
        await expect(
          readToken(RING, "ingest-token", token.slice(0, i) + char + token.slice(i + 1), 1),
        ).rejects.toMatchObject(invalid);
      }
    }
  });

  it("is refused, not misread, when it is anything else", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `v1.${text}.${text}`),
        ),
        async (text) => {
          await expect(readToken(RING, "ingest-token", text, 1)).rejects.toBeInstanceOf(PlayheadError);
        },
      ),
    );
  });
});

describe("base64url", () => {
  it("round-trips", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = toBase64url(bytes);
        expect(text).toMatch(/^[\w-]*$/);
        expect(fromBase64url(text)).toEqual(bytes);
      }),
    );
  });
});

describe("a body", () => {
  const post = (body: BodyInit, headers: Record<string, string> = {}) =>
    new Request("http://x.test/", { method: "POST", body, headers, duplex: "half" } as RequestInit);

  it("is read up to its bound, and not one byte more", async () => {
    expect(await readBody(post("12345"), 5)).toEqual(new TextEncoder().encode("12345"));
    await expect(readBody(post("123456"), 5)).rejects.toMatchObject({ code: "body_too_large" });
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => (pulled++, controller.enqueue(new Uint8Array(10))),
    });
    await expect(readBody(post(endless), 100)).rejects.toMatchObject({ code: "body_too_large" });
    expect(pulled).toBeLessThan(15);
  });

  it("inflates up to its bound", () => {
    const text = new TextEncoder().encode("x".repeat(10_000));
    expect(new Uint8Array(inflateBody(new Uint8Array(gzipSync(text)), 10_000))).toEqual(text);
    expect(() => inflateBody(new Uint8Array(gzipSync(text)), 9_999)).toThrow("inflate to 9999 bytes");
    expect(inflateBody(text, 1)).toBe(text);
  });

  it("that is damaged gzip is refused wherever it is cut, and when something follows", () => {
    const whole = new Uint8Array(gzipSync("some text that is compressed"));
    for (let i = 2; i < whole.length; i++)
      expect(() => inflateBody(whole.subarray(0, i))).toThrow("one whole gzip member");
    for (const more of [[0], [1, 2, 3, 4, 5], [...whole]]) {
      expect(() => inflateBody(new Uint8Array([...whole, ...more]))).toThrow("one whole gzip member");
    }
  });
});

describe("what is kept of a visitor", () => {
  it.each([
    ["203.0.113.77", "203.0.113.0/24"],
    ["::ffff:203.0.113.77", "203.0.113.0/24"],
    ["2001:db8:85a3:8d3:1319:8a2e:370:7348", "2001:db8:85a3::/48"],
    ["2001:db8::1", "2001:db8:0::/48"],
    ["::1", "0:0:0::/48"],
    ["nonsense", null],
    [null, null],
  ])("masks %s as %s", (address, masked) => expect(maskIp(address)).toBe(masked));

  it("never holds the last part of an address", () => {
    fc.assert(
      fc.property(
        fc.ipV4(),
        (address) => void expect(maskIp(address)).toBe(`${address.split(".").slice(0, 3).join(".")}.0/24`),
      ),
    );
  });

  it("is browser, system and device out of the user agent, and nothing of other address headers", () => {
    const agent =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
    const request = new Request("http://x.test/", {
      headers: { "User-Agent": agent, "X-Forwarded-For": "198.51.100.1" },
    });
    expect(visitorContext(request, newPrivacy())).toEqual({
      country: null,
      city: null,
      maskedIp: null,
      browser: "Safari",
      browserVersion: "18",
      os: "iOS",
      device: "mobile",
    });
    expect(visitorContext(new Request("http://x.test/"), newPrivacy())).toMatchObject({
      browser: null,
      device: "other",
    });
  });
});

describe("a password", () => {
  it("is stored salted and found again", async () => {
    const hash = await hashPassword("correct horse battery");
    expect(hash).not.toContain("correct");
    expect(await hashPassword("correct horse battery")).not.toBe(hash);
    expect(await verifyPassword({ hash, password: "correct horse battery" })).toBe(true);
    expect(await verifyPassword({ hash, password: "correct horse batterz" })).toBe(false);
    expect(await verifyPassword({ hash: "md5$x", password: "x" })).toBe(false);
  });
});
