import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ipPatternFault, matchingIpPattern } from "../../../src/protocol/index.ts";

const fits = (pattern: string, address: string) => matchingIpPattern([pattern], address) !== null;

const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
const groups = fc
  .array(fc.nat(0xffff), { minLength: 8, maxLength: 8 })
  .filter((parts) => parts.slice(0, 6).some((part, i) => part !== (i === 5 ? 0xffff : 0)));
const plain4 = (parts: readonly number[]) => parts.join(".");
const plain6 = (parts: readonly number[]) => parts.map((part) => part.toString(16)).join(":");
/** The slow and obvious way: an address as a text of its bits. */
const bits = (parts: readonly number[], width: number) =>
  parts.map((part) => part.toString(2).padStart(width, "0")).join("");

/** Addresses near each other, so that ranges and prefixes are met and missed. */
const near4 = (parts: number[]) =>
  fc.tuple(fc.nat(31), fc.nat(3)).map(([bit, flips]) => {
    const all = [...bits(parts, 8)];
    for (let i = 0; i <= flips; i++) all[(bit + i) % 32] = all[(bit + i) % 32] === "0" ? "1" : "0";
    return [0, 8, 16, 24].map((at) => Number.parseInt(all.slice(at, at + 8).join(""), 2));
  });

/** `::` in place of the longest run of zeros, as addresses are usually written (RFC 5952). */
function short6(parts: readonly number[]): string {
  return new URL(`http://[${plain6(parts)}]/`).hostname.slice(1, -1);
}

describe("a pattern of addresses", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7", true],
    ["203.0.113.7", "203.0.113.8", false],
    ["203.0.113.7", "::ffff:203.0.113.7", true],
    ["203.0.113.7", "::FFFF:CB00:7107", true],
    ["::ffff:203.0.113.7", "203.0.113.7", true],
    ["10.0.0.0/8", "10.255.255.255", true],
    ["10.0.0.0/8", "11.0.0.0", false],
    ["10.1.2.3/8", "10.200.0.1", true],
    ["0.0.0.0/0", "198.51.100.1", true],
    ["0.0.0.0/0", "2001:db8::1", false],
    ["::/0", "2001:db8::1", true],
    ["::/0", "198.51.100.1", false],
    ["::ffff:10.0.0.0/104", "10.9.9.9", true],
    ["::ffff:10.0.0.0/104", "11.9.9.9", false],
    ["192.168.1.*", "192.168.1.255", true],
    ["192.168.1.*", "192.168.2.1", false],
    ["10.0.*", "10.0.200.3", true],
    ["10.0.*", "10.1.200.3", false],
    ["10.*.7.*", "10.3.7.9", true],
    ["10.*.7.*", "10.3.8.9", false],
    ["2001:db8:*", "2001:db8:ffff::1", true],
    ["2001:db8:*", "2001:db9::1", false],
    ["192.168.1.10-192.168.1.20", "192.168.1.20", true],
    ["192.168.1.10 - 192.168.1.20", "192.168.1.21", false],
    ["2001:db8::1-2001:db8::ff", "2001:db8::80", true],
    ["2001:db8::/32", "2001:DB8:1::", true],
    ["fe80::/10", "2001:db8::1", false],
    ["203.0.113.7", "not an address", false],
  ])("%s and %s: %s", (pattern, address, wanted) => {
    expect(ipPatternFault(pattern)).toBeNull();
    expect(fits(pattern, address)).toBe(wanted);
  });

  it.each([
    "",
    "localhost",
    "1.2.3",
    "1.2.3.4.5",
    "256.1.1.1",
    "01.2.3.4",
    "1.2.3.4/33",
    "1.2.3.4/",
    "1.2.3.4/8/8",
    "1.2.3.4/-1",
    "::ffff:1.2.3.4/95",
    "::1/129",
    "1.2.3.9-1.2.3.1",
    "1.2.3.4-::1",
    "1.2.3.4-",
    "1.2.3.4-5",
    "1.*.3",
    "*.1.2.3.4",
    "1.2.3.x*",
    "2001:db8::*",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7:8:9",
    "fe80::1%eth0",
    "12345::",
    "::1.2.3",
  ])("%j is refused in words, and fits nobody", (pattern) => {
    expect(ipPatternFault(pattern)).toMatch(/\w{3,}/);
    expect(fits(pattern, "1.2.3.4")).toBe(false);
  });

  it("with a prefix fits the addresses whose bits begin the same", () => {
    const four = octets.chain((parts) => fc.tuple(fc.constant(parts), near4(parts), fc.nat(32)));
    fc.assert(
      fc.property(four, ([parts, other, length]) => {
        const same = bits(parts, 8).slice(0, length) === bits(other, 8).slice(0, length);
        expect(fits(`${plain4(parts)}/${length}`, plain4(other))).toBe(same);
        expect(fits(`${plain4(parts)}/${length}`, `::ffff:${plain4(other)}`)).toBe(same);
        expect(fits(`::ffff:${plain4(parts)}/${length + 96}`, plain4(other))).toBe(same);
      }),
    );
    fc.assert(
      fc.property(groups, groups, fc.nat(128), fc.nat(128), (left, right, length, shared) => {
        const text = bits(left, 16).slice(0, shared) + bits(right, 16).slice(shared);
        const other = Array.from({ length: 8 }, (_, i) => Number.parseInt(text.slice(i * 16, i * 16 + 16), 2));
        fc.pre(!short6(other).startsWith("::ffff:"));
        const same = bits(left, 16).slice(0, length) === text.slice(0, length);
        expect(fits(`${plain6(left)}/${length}`, short6(other))).toBe(same);
        expect(fits(`${short6(left)}/${length}`, plain6(other))).toBe(same);
      }),
    );
  });

  it("from one address to another fits what lies between, both ends included", () => {
    const number = (parts: readonly number[]) => Number.parseInt(bits(parts, 8), 2);
    fc.assert(
      fc.property(octets, octets, octets, (a, b, c) => {
        const [low, high] = number(a) <= number(b) ? [a, b] : [b, a];
        const inside = number(low) <= number(c) && number(c) <= number(high);
        const pattern = `${plain4(low)}-${plain4(high)}`;
        expect(fits(pattern, plain4(c))).toBe(inside);
        expect([fits(pattern, plain4(low)), fits(pattern, plain4(high))]).toEqual([true, true]);
      }),
    );
  });

  it("with stars fits what is the same elsewhere", () => {
    fc.assert(
      fc.property(octets, octets, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), (parts, other, stars) => {
        fc.pre(stars.some(Boolean));
        const texts = parts.map((part, i) => (stars[i] ? "*" : String(part)));
        const mixed = other.map((part, i) => (stars[i] || part % 2 ? part : parts[i]!));
        const same = mixed.every((part, i) => stars[i] || part === parts[i]);
        expect(fits(texts.join("."), plain4(mixed))).toBe(same);
        // Stars at the end may be one.
        expect(fits(texts.join(".").replace(/(\.\*)+$/, ".*"), plain4(mixed))).toBe(same);
      }),
    );
  });

  it("never throws, and a faulty one fits nobody, whatever the texts are", () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."0123456789abcdef:.*-/ ") }));
    fc.assert(
      fc.property(text, text, (pattern, address) => {
        expect(ipPatternFault(pattern) !== null && fits(pattern, address)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is named when it is the one that fits", () => {
    expect(matchingIpPattern(["nonsense", "10.0.0.1", "10.*", "::1"], "10.2.3.4")).toBe("10.*");
    expect(matchingIpPattern([], "10.2.3.4")).toBeNull();
  });
});
