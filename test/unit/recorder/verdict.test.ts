import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LIMITS, RECORDER } from "../../../src/protocol/limits.ts";
import { isRetryable, waitFor } from "../../../src/recorder/retry.ts";
import { verdict, type Answer, type Situation } from "../../../src/recorder/verdict.ts";

const NOW = Date.UTC(2026, 0, 1);
const usual: Situation = { tries: 1, reached: true, online: true, renewed: false, gap: false, now: NOW, chance: 0.5 };

const TABLE: [string, Answer, Partial<Situation>, object][] = [
  ["202", { status: 202 }, {}, { act: "settle" }],
  ["200", { status: 200 }, {}, { act: "settle" }],
  ["no answer", { status: 0 }, {}, { act: "wait", wakeable: true }],
  ["no answer, 3rd time, never reached", { status: 0 }, { tries: 3, reached: false }, { act: "stop" }],
  ["no answer, 3rd time, offline", { status: 0 }, { tries: 3, reached: false, online: false }, { act: "wait" }],
  ["no answer, 3rd time, reached before", { status: 0 }, { tries: 3 }, { act: "wait" }],
  ["408", { status: 408 }, {}, { act: "wait", wakeable: true }],
  ["429", { status: 429, retryAfter: "7" }, {}, { act: "wait", wakeable: false, ms: 7_500 }],
  ["500", { status: 500 }, {}, { act: "wait" }],
  ["503", { status: 503, retryAfter: "1" }, {}, { act: "wait", wakeable: false, ms: 1_500 }],
  ["599, last try", { status: 599 }, { tries: RECORDER.retryTries }, { act: "lose", reason: "error" }],
  ["no answer, last try", { status: 0 }, { tries: RECORDER.retryTries }, { act: "lose", reason: "error" }],
  ["no answer, offline for long", { status: 0 }, { tries: 99, online: false }, { act: "wait" }],
  ["500 for a gap", { status: 500 }, { tries: 59, gap: true }, { act: "wait" }],
  ["500 for a gap, half an hour later", { status: 500 }, { tries: 60, gap: true }, { act: "stop" }],
  ["401 token_expired", { status: 401, code: "token_expired" }, {}, { act: "renew" }],
  ["401 token_expired again", { status: 401, code: "token_expired" }, { renewed: true }, { act: "stop" }],
  ["401 invalid_token", { status: 401, code: "invalid_token" }, {}, { act: "stop" }],
  ["413", { status: 413, code: "body_too_large" }, {}, { act: "split" }],
  ["409", { status: 409, code: "batch_conflict" }, {}, { act: "displace" }],
  ["410", { status: 410, code: "session_deleted" }, {}, { act: "stop" }],
  ...[400, 403, 404, 405, 411, 418, 422].map((status): [string, Answer, object, object] => [
    String(status),
    { status },
    {},
    { act: "stop" },
  ]),
];

test.each(TABLE)("%s", (_, answer, situation, expected) => {
  expect(verdict(answer, { ...usual, ...situation })).toMatchObject(expected);
});

describe("how long to wait", () => {
  test("full jitter between nothing and the cap", () => {
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (tries, chance) => {
        const ms = waitFor(tries, null, NOW, chance);
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(Math.min(RECORDER.retryCapMs, RECORDER.retryBaseMs * 2 ** tries));
      }),
    );
  });

  test("never earlier than asked, in seconds or as a date", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 86_400 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (seconds, chance) => {
          const date = new Date(NOW + seconds * 1000).toUTCString();
          for (const header of [String(seconds), date]) {
            const ms = waitFor(0, header, NOW, chance);
            expect(ms).toBeGreaterThanOrEqual(seconds * 1000);
            expect(ms).toBeLessThanOrEqual(seconds * 1000 + RECORDER.retryBaseMs);
          }
        },
      ),
    );
  });

  test.each(["", "soon", "-5", "0", "Thu, 01 Jan 1970 00:00:00 GMT"])("%j is as if nothing was asked", (header) => {
    expect(waitFor(2, header, NOW, 0.5)).toBe(RECORDER.retryBaseMs * 2);
  });

  test("a timer can hold it", () => {
    expect(waitFor(0, "99999999999", NOW, 0.9)).toBeLessThan(2 ** 31);
    expect(waitFor(0, "99999999999", NOW, 0)).toBe(LIMITS.sessionMaxMs);
  });
});

test("only silence, 408, 429 and 5xx are repeated", () => {
  const repeated = Array.from({ length: 600 }, (_, status) => status).filter(isRetryable);
  expect(repeated).toEqual([0, 408, 429, ...Array.from({ length: 100 }, (_, n) => 500 + n)]);
});
