import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { answeredMedia, answeredScheme } from "../../../src/admin/player/css-media.ts";
import { MEDIA_FACTS, type MediaFacts } from "../../../src/protocol/media-facts.ts";

const YES = "(min-width: 0px)";
const NO = "(min-width: 9999999px)";
const PHONE: MediaFacts = {
  facts: ["prefers-color-scheme:dark", "prefers-reduced-motion:reduce", "pointer:coarse", "any-pointer:coarse"],
  density: 3,
  width: 390,
  height: 844,
};
const DESKTOP: MediaFacts = {
  facts: ["hover:hover", "any-hover:hover", "pointer:fine", "any-pointer:fine"],
  density: 1,
  width: 1920,
  height: 1080,
};

describe("what asks for the device stands for the visitor's answer", () => {
  it.each([
    ["(prefers-color-scheme: dark)", YES, NO],
    ["(prefers-color-scheme:LIGHT)", NO, YES],
    ["(prefers-color-scheme)", YES, YES],
    ["(prefers-reduced-motion)", YES, NO],
    ["(prefers-reduced-motion: no-preference)", NO, YES],
    ["(prefers-contrast: no-preference)", YES, YES],
    ["(prefers-contrast)", NO, NO],
    ["(hover)", NO, YES],
    ["(hover: none)", YES, NO],
    ["(any-pointer: fine)", NO, YES],
    ["(pointer: none)", NO, NO],
    ["(color-gamut: srgb)", YES, YES],
    ["(color-gamut: p3)", NO, NO],
    ["(display-mode: browser)", YES, YES],
    ["(scripting: none)", NO, NO],
    ["(scripting)", YES, YES],
    ["(min-resolution: 2dppx)", YES, NO],
    ["(min-resolution: 144dpi)", YES, NO],
    ["(-webkit-min-device-pixel-ratio: 1.5)", YES, NO],
    ["(-webkit-device-pixel-ratio: 1)", NO, YES],
    ["(resolution >= 2x)", YES, NO],
    ["(1dppx < resolution <= 3dppx)", YES, NO],
    ["(max-device-width: 480px)", YES, NO],
    ["(device-width = 390px)", YES, NO],
    ["(min-device-height: 60em)", NO, YES],
  ])("%s", (query, phone, desktop) => {
    expect([answeredMedia(query, PHONE), answeredMedia(query, DESKTOP)]).toEqual([phone, desktop]);
  });

  it("in every part of a query", () => {
    expect(answeredMedia("screen and (min-width: 600px) and (not (hover: none)), print and (hover)", PHONE)).toBe(
      `screen and (min-width: 600px) and (not ${YES}), print and ${NO}`,
    );
  });
});

test("what asks for the window stays", () => {
  for (const query of ["(min-width: 600px)", "(400px <= width < 700px)", "(orientation: portrait)", "print", "all", ""])
    expect(answeredMedia(query, PHONE)).toBe(query);
});

test("no query makes it throw, and answering twice is answering once", () => {
  const words = fc.constantFrom(
    ...MEDIA_FACTS.split(/[ :]/),
    "(",
    ")",
    ":",
    " and ",
    "<",
    ">=",
    "2dppx",
    "min-width",
    "not ",
  );
  const property = fc.property(
    fc.array(words).map((parts) => parts.join("")),
    (query) => {
      const once = answeredMedia(query, PHONE);
      return answeredMedia(once, PHONE) === once;
    },
  );
  expect(() => fc.assert(property)).not.toThrow();
});

test("of several colour schemes the visitor's is used", () => {
  expect([answeredScheme("light dark", PHONE), answeredScheme("light dark", DESKTOP)]).toEqual(["dark", "light"]);
  for (const value of ["dark", "only light", "normal"]) expect(answeredScheme(value, PHONE)).toBe(value);
});
