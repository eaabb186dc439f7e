import fc from "fast-check";
import { expect, test } from "vitest";
import { scrubMessage } from "../../../src/recorder/signals/message.ts";

test.each([
  [`Cannot read properties of undefined (reading 'ada')`, "Cannot read properties of undefined (reading …)"],
  [`Can't find variable: it isn't there`, `Can't find variable: it isn't there`],
  [`Unexpected token 'h', "hello Ada" is not valid JSON`, "Unexpected token …, … is not valid JSON"],
  [`bad value "Ada Lovel`, "bad value …"],
  ["no “Ada” and no «Ada» and no `Ada`", "no … and no … and no …"],
  ["mail to ada.l+x@example.co.uk failed", "mail to … failed"],
  ["order 123456 and 12345", "order … and 12345"],
  ["card 4111 1111-1111 1111 refused", "card … refused"],
  ["Failed: https://shop.test/a/b?token=x#y again", "Failed: https://shop.test/a/b again"],
])("%s", (message, left) => {
  expect(scrubMessage(message, 256)).toBe(left);
});

test("no message keeps six digits in a row or is longer than it may be", () => {
  const kept = fc.property(
    fc.string({ maxLength: 5_000, unit: fc.constantFrom("1", "23", "a", " ", "'", '"', "@", "é") }),
    (message) => {
      const left = scrubMessage(message, 256);
      return left.length <= 256 && !/\d{6}/.test(left);
    },
  );
  expect(() => fc.assert(kept)).not.toThrow();
});
