import { expect, test } from "vitest";
import { MASK, NO_COLOUR, maskMessage, maskText, maskValue } from "../../../src/protocol/privacy/mask.ts";

test.each([
  ["Jane Doe", MASK],
  [" x ", MASK],
  ["0", MASK],
  ["\n\t  ", " "],
  ["", ""],
])("text %j leaves as %j", (text, kept) => {
  expect(maskText(text)).toBe(kept);
});

test.each([
  ["hunter2", MASK],
  [" ", MASK],
  ["#000001", MASK],
  [NO_COLOUR, NO_COLOUR],
  ["", ""],
])("the value %j leaves as %j", (value, kept) => {
  expect(maskValue(value)).toBe(kept);
});

test.each([
  ["Cannot read properties of undefined (reading 'jane')", "Cannot read properties of undefined (reading  …"],
  ["  Failed to fetch  ", "Failed to fetch"],
  ["Uncaught TypeError: x is not a function", "Uncaught TypeError: x is not a function"],
  ["Uncaught (in promise) RangeError", "Uncaught (in promise) RangeError"],
  ["jane@example.com is not a user", "… is not a user"],
  ["order 1001 of Jane is late", "order … of … is late"],
  ["order A-7 A-8 A-9 is late", "order … is late"],
  ["Order x7 late", "Order … late"],
  ["no xError here", "no … here"],
  ["no JaneDoe here", "no … here"],
  ["the JaneError, and the 4Error", "the JaneError, and the …"],
  ["no Er3rorError here", "no … here"],
  ["see (jane4) here", "see … here"],
  ["see a4b here", "see … here"],
  ["see a. here", "see a. here"],
  ["see “Jane” and «Doe» and `it`", "see  …  and  …  and  …"],
  ["JANE is here", "JANE is here"],
  ["4th of it", "… of it"],
  ["jane is here", "jane is here"],
  ["jane4 is here", "… is here"],
  ["x", "x"],
  ["abcdefghijklmnopqrstu is long", "… is long"],
  ["Abcdefghijklmnopqrstu is long", "Abcdefghijklmnopqrstu is long"],
  ["it is abcdefghijklmnopqrstu", "it is …"],
])("of the message %j stays %j", (message, kept) => {
  expect(maskMessage(message)).toBe(kept);
});
