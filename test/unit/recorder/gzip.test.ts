import { gunzipSync } from "node:zlib";
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { gzip } from "../../../src/recorder/gzip.ts";

const KIB = 1024;

/** Whether Node's own gzip gives back what went in; it checks CRC and length as well. */
function survives(bytes: Uint8Array): boolean {
  return gunzipSync(gzip(bytes)).equals(bytes);
}

/** Bytes of a few kinds, so that there is something to repeat. */
const repetitive = fc
  .array(fc.tuple(fc.uint8Array({ maxLength: 400 }), fc.nat({ max: 40 })), { maxLength: 40 })
  .map((parts) => Buffer.concat(parts.flatMap(([bytes, times]) => Array.from({ length: times + 1 }, () => bytes))));

test("nothing, and the shortest texts, survive", () => {
  for (let length = 0; length < 20; length++) {
    expect(survives(new Uint8Array(length))).toBe(true);
    expect(survives(Uint8Array.from({ length }, (_, i) => i))).toBe(true);
  }
});

test("random bytes survive, and grow by less than an eighth", () => {
  const holds = (bytes: Uint8Array) => survives(bytes) && gzip(bytes).length <= bytes.length * 1.125 + 32;
  expect(() => fc.assert(fc.property(fc.uint8Array({ maxLength: 5_000 }), holds))).not.toThrow();
});

test("repetitions of any kind survive", () => {
  expect(() => fc.assert(fc.property(repetitive, survives))).not.toThrow();
});

test("texts in any script survive", () => {
  const texts = fc.array(fc.string({ unit: "grapheme", maxLength: 50 }), { maxLength: 50 });
  const holds = (words: string[]) => survives(new TextEncoder().encode(JSON.stringify([...words, ...words])));
  expect(() => fc.assert(fc.property(texts, holds))).not.toThrow();
});

test("every length and distance of a repetition survives", () => {
  const noise = Uint8Array.from({ length: 70 * KIB }, (_, i) => (Math.imul(i, 2_654_435_761) >>> 13) & 255);
  for (const away of [1, 2, 3, 4, 5, 8, 9, 255, 256, 257, 4_096, 8_193, 32_766, 32_767, 32_768, 32_769, 40_000])
    for (const length of [1, 2, 3, 4, 10, 11, 18, 19, 66, 67, 130, 256, 257, 258, 259, 300]) {
      const head = noise.slice(0, away);
      expect(survives(Buffer.concat([head, head.slice(0, length), Uint8Array.of(0, 1, 2), head]))).toBe(true);
    }
});

test("one byte for a mebibyte costs a code per longest repetition", () => {
  const run = new Uint8Array(KIB * KIB).fill(120);
  expect(survives(run)).toBe(true);
  // 8 bits for the length, 5 for its rest, 5 for the distance: for 257 bytes each.
  expect(gzip(run).length).toBeLessThan(((run.length / 257) * 18) / 8 + 32);
});

test("what repeats further away than the window reaches survives", () => {
  const holds = (gap: number, word: Uint8Array) =>
    survives(Buffer.concat([word, new Uint8Array(gap).map((_, i) => (i * i) >> 7), word, word]));
  const gaps = fc.integer({ min: 30_000, max: 70_000 });
  const words = fc.uint8Array({ minLength: 300, maxLength: 300 });
  expect(() => fc.assert(fc.property(gaps, words, holds), { numRuns: 20 })).not.toThrow();
});

test("the source of this project shrinks to about what its repetitions allow", () => {
  const folder = new URL("../../../src/recorder/", import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  const bytes = Buffer.concat(files.map((name) => readFileSync(new URL(name, folder))));
  expect(bytes.length).toBeGreaterThan(64 * KIB);
  expect(survives(bytes)).toBe(true);
  expect(gzip(bytes).length).toBeLessThan(bytes.length / 2);
});
