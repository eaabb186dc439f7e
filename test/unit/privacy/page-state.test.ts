import { expect, test } from "vitest";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import { filterEvent } from "../../../src/protocol/privacy/filter.ts";
import { newRecorderPrivacy } from "../../../src/protocol/privacy/new-privacy.ts";
import type { PageContext, Treatment } from "../../../src/protocol/privacy/treatment.ts";

/** What is left of attributes that have changed, of an element with this treatment. */
function left(attributes: object, treatment: Treatment): unknown {
  const context: PageContext = { treatment: () => treatment, kind: () => "", size: () => null };
  const data = { source: 0, texts: [], removes: [], adds: [], attributes: [{ id: 7, attributes }] };
  const event: RecordedEvent = { type: 3, timestamp: 1, data };
  const mode = treatment === "mask" ? "content_free" : "inputs";
  filterEvent(event, { ...newRecorderPrivacy(), mode }, context, () => {});
  return data.attributes[0]?.attributes;
}

const CHOSEN = { rr_selected: "0 2", rr_mixed: true };

test("what somebody has chosen is told only of a field that a rule names", () => {
  expect(left(CHOSEN, "field")).toEqual(CHOSEN);
  for (const treatment of ["", "allow", "mask", "ignore", "secret"] as const)
    expect(left(CHOSEN, treatment)).toEqual({});
});

test("of a field that is ignored neither files nor validity are told", () => {
  const shown = { rr_files: 2, rr_valid: "user-invalid" };
  expect(left(shown, "")).toEqual(shown);
  expect(left(shown, "ignore")).toEqual({});
});

test("states are told as names, and nothing that is none", () => {
  expect(left({ rr_states: "busy is-open" }, "")).toEqual({ rr_states: "busy is-open" });
  for (const odd of ["card 4111111111111111", "ada@example.com", "a".repeat(40), 5.5 + "x", "x=y", {}])
    expect(left({ rr_states: odd }, "")).toEqual({});
});

test("names of files, and words in place of numbers, do not pass", () => {
  expect(
    left({ rr_files: "letter.pdf", rr_top: "word", rr_full: "word", rr_off: "word", rr_valid: "word" }, ""),
  ).toEqual({});
});
