import fc from "fast-check";
import { expect, it, test } from "vitest";
import { namesState, statesAsAttributes } from "../../../src/admin/player/css-states.ts";

it.each([
  ["a:hover", "a[data-rr-hover]"],
  ["a:HOVER > b:active", "a[data-rr-hover] > b[data-rr-active]"],
  [
    ".x:focus, .x:focus-visible, .x:focus-within",
    ".x[data-rr-focus], .x[data-rr-focus-visible], .x[data-rr-focus-within]",
  ],
  [":not(:hover):host(:hover)::before", ":not([data-rr-hover]):host([data-rr-hover])::before"],
  [".hover\\:red:hover", ".hover\\:red[data-rr-hover]"],
  ["::slotted(:hover)", "::slotted([data-rr-hover])"],
  ['[title="a:hover"]', '[title="a:hover"]'],
  // No attribute can be asked of these.
  ["::-webkit-scrollbar-thumb:hover, a:hover", "::-webkit-scrollbar-thumb:hover, a[data-rr-hover]"],
  ["::part(x):hover", "::part(x):hover"],
  [":hover-card", ":hover-card"],
  ["div[popover=auto].x", "div[popover=auto]:where(:not([data-rr-filled])).x"],
])("%s", (selector, rewritten) => {
  expect(statesAsAttributes(selector)).toBe(rewritten);
});

test("what names no state stays as it is, and rewriting twice is rewriting once", () => {
  const words = fc.constantFrom(
    "a",
    "[popover]",
    ":hover",
    ":focus",
    "\\",
    '"',
    "::",
    "before",
    "(",
    ")",
    "[",
    "]",
    " ",
    ".hover",
    "\\:",
  );
  const property = fc.property(
    fc.array(words).map((parts) => parts.join("")),
    (selector) => {
      const once = statesAsAttributes(selector);
      return statesAsAttributes(once) === once && (namesState(selector) || once === selector);
    },
  );
  expect(() => fc.assert(property)).not.toThrow();
});
