import { expect, test } from "vitest";
import { namesState, statesAsAttributes } from "../../../src/admin/player/css-states.ts";
import { sanitise } from "../../../src/admin/player/sanitise.ts";

/** Attributes of a change as they reach the replay. */
function changed(attributes: object): unknown {
  const data = { source: 0, adds: [], removes: [], texts: [], attributes: [{ id: 7, attributes }] };
  const clean = sanitise({ type: 3, timestamp: 1, data });
  return (clean!.data as typeof data).attributes[0]!.attributes;
}

test("states are marks in the replay, and taken back by null", () => {
  expect(changed({ rr_top: 3, rr_full: true, rr_selected: "0 12", rr_states: "busy is-open" })).toEqual({
    "data-rr-top": "3",
    "data-rr-full": "true",
    "data-rr-selected": "0 12",
    "data-rr-states": "busy is-open",
  });
  expect(changed({ rr_mixed: null, rr_files: null })).toEqual({ "data-rr-mixed": null, "data-rr-files": null });
});

test("what is no such state does not pass", () => {
  const odd = {
    rr_top: -1,
    rr_full: "true",
    rr_selected: "0,1",
    rr_mixed: 1,
    rr_files: "x",
    rr_valid: "invalid] *",
    rr_auto: 1,
    rr_typed: "true",
    rr_toString: 1,
  };
  expect(changed(odd)).toEqual({});
  expect(changed({ rr_states: `a"] { color: red }`, rr_off: {}, rr_constructor: true })).toEqual({});
});

test("style sheets ask for the marks", () => {
  expect(statesAsAttributes("input:user-invalid, video:fullscreen")).toBe(
    "input[data-rr-valid=user-invalid], video[data-rr-full]",
  );
  expect(statesAsAttributes(":host(:state(busy)) b")).toBe(`:host([data-rr-states~="busy"]) b`);
  expect(statesAsAttributes('[title=":fullscreen"] .user-valid:focus')).toBe(
    '[title=":fullscreen"] .user-valid[data-rr-focus]',
  );
  expect(statesAsAttributes("input:-webkit-autofill, :autofill")).toBe("input[data-rr-auto], [data-rr-auto]");
  expect(statesAsAttributes("i:placeholder-shown")).toBe("i:placeholder-shown:where(:not([data-rr-typed]))");
  for (const each of ["a:valid", "a:invalid > b", ":not(:placeholder-shown)"])
    expect(statesAsAttributes(statesAsAttributes(each))).toBe(statesAsAttributes(each));
  for (const selector of [":user-valid", ":state(a)", ":fullscreen", ":invalid", ":autofill"])
    expect(namesState(selector)).toBe(true);
});
