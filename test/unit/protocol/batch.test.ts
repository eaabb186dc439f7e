import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  PlayheadError,
  batchText,
  checkNesting,
  isGzip,
  parseBatch,
  type RecordedEvent,
} from "../../../src/protocol/index.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const json = fc.jsonValue({ maxDepth: 5 });
const event: fc.Arbitrary<RecordedEvent> = fc.oneof(
  fc.record({ type: fc.constantFrom(0, 1, 4, 6), data: fc.dictionary(fc.string(), json), timestamp: fc.nat() }),
  fc.record({ type: fc.constant(2), data: fc.record({ node: fc.record({ id: fc.nat() }) }), timestamp: fc.nat() }),
  fc.record({
    type: fc.constant(3),
    data: fc.record({ source: fc.nat({ max: 20 }), text: fc.string() }),
    timestamp: fc.nat(),
  }),
  fc.record({ type: fc.constant(5), data: fc.record({ tag: fc.string(), payload: json }), timestamp: fc.nat() }),
);

describe("a batch on the wire", () => {
  it("round-trips whatever the recorder can send", () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 20 }), fc.nat(), (events, sent) => {
        const parsed = parseBatch(
          bytes(
            batchText(
              sent,
              events.map((item) => JSON.stringify(item)),
            ),
          ),
        );
        expect(parsed).toEqual(JSON.parse(JSON.stringify({ v: 1, sent, events })));
      }),
      { numRuns: 500 },
    );
  });

  it("is read or refused with a 4xx, whatever the bytes are", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc.json().map(bytes),
          json.map((value) => bytes(`{"v":1,"sent":1,"events":[${JSON.stringify(value)}]}`)),
        ),
        (input) => {
          try {
            expect(parseBatch(input).events.length).toBeGreaterThan(0);
          } catch (error) {
            expect(error).toBeInstanceOf(PlayheadError);
            expect((error as PlayheadError).status).toBeGreaterThanOrEqual(400);
            expect((error as PlayheadError).status).toBeLessThan(500);
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it("survives cutting and flipping of a valid one anywhere", () => {
    const valid = bytes(
      batchText(1, [
        JSON.stringify({
          type: 3,
          data: { source: 0, adds: [{ node: { id: 1, textContent: 'é"\\ü' } }] },
          timestamp: 5,
        }),
      ]),
    );
    for (let i = 0; i < valid.length; i++) {
      for (const mutated of [valid.slice(0, i), valid.map((byte, at) => (at === i ? byte ^ 0x55 : byte))]) {
        try {
          parseBatch(mutated);
        } catch (error) {
          expect(error).toBeInstanceOf(PlayheadError);
        }
      }
    }
  });

  it("counts nesting outside of strings only, and refuses it one level beyond the bound", () => {
    const nested = (levels: number) => bytes("[".repeat(levels) + "]".repeat(levels));
    expect(() => checkNesting(nested(8), 8)).not.toThrow();
    expect(() => checkNesting(nested(9), 8)).toThrow(PlayheadError);
    expect(() => checkNesting(bytes(JSON.stringify(`${"[{".repeat(50)}\\"`)), 1)).not.toThrow();
    expect(() => checkNesting(bytes('"a\nb"'))).toThrow(PlayheadError);
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 12 }), (value) => {
        const depth = (item: unknown): number =>
          item !== null && typeof item === "object" ? 1 + Math.max(0, ...Object.values(item).map(depth)) : 0;
        expect(() => checkNesting(bytes(JSON.stringify(value)), depth(value))).not.toThrow();
        if (depth(value) > 0)
          expect(() => checkNesting(bytes(JSON.stringify(value)), depth(value) - 1)).toThrow(PlayheadError);
      }),
    );
  });

  it("tells gzip by its magic", () => {
    expect(isGzip(new Uint8Array([0x1f, 0x8b, 8]))).toBe(true);
    expect(isGzip(bytes('{"v":1'))).toBe(false);
    expect(isGzip(new Uint8Array())).toBe(false);
  });
});
