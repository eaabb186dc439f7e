import { describe, expect, test } from "vitest";
import { blockedAttributes, filterAttributes, isStateWord } from "../../../src/protocol/privacy/attributes.ts";
import { maskText } from "../../../src/protocol/privacy/mask.ts";
import { newRecorderPrivacy } from "../../../src/protocol/privacy/new-privacy.ts";
import type { RecorderPrivacy } from "../../../src/protocol/privacy/privacy.schema.ts";
import type { Loose, Treatment } from "../../../src/protocol/privacy/treatment.ts";

interface Given {
  tag?: string;
  treatment?: Treatment;
  mark?: unknown;
  privacy?: Partial<RecorderPrivacy>;
}

/** What is left of attributes, and what the filter says it has changed. */
function filtered(attributes: Loose, { tag = "div", treatment = "", mark, privacy }: Given = {}) {
  const reports: string[] = [];
  const element = { tag, treatment, attributes: structuredClone(attributes), mark };
  filterAttributes(element, { privacy: { ...newRecorderPrivacy(), ...privacy }, report: (what) => reports.push(what) });
  return { left: element.attributes, reports };
}
const left = (attributes: Loose, given?: Given) => filtered(attributes, given).left;
const EXPLICIT = { privacy: { mode: "explicit" } } as const;
const CONTENT_FREE = { privacy: { mode: "content_free" } } as const;

describe("names", () => {
  test.each([
    ["onclick", "pay()"],
    ["ONCLICK", "pay()"],
    ["1st", "a"],
    ["a b", "a"],
    ["x".repeat(65), ""],
    ["data-user-7", "open"],
    ["srcdoc", "<p>"],
    ["nonce", "n"],
    ["download", "jane.pdf"],
    ["http-equiv", "refresh"],
    ["pattern", "jane"],
    ["checked", "on"],
    ["aria-valuenow", "40"],
  ])("%s goes", (name, value) => {
    expect(left({ [name]: value })).toEqual({});
  });

  test.each([
    ["class", "a b"],
    ["CLASS", "a b"],
    ["aria-hidden", "true"],
    ["ARIA-expanded", "false"],
    ["data-state", "open"],
    ["x".repeat(64), ""],
    ["_x", ""],
    ["x:y", ""],
  ])("%s=%j stays", (name, value) => {
    expect(filtered({ [name]: value })).toEqual({ left: { [name]: value }, reports: [] });
  });

  test("of a name nobody knows stays that it is there, and its value when it is a word for a state", () => {
    expect(left({ "data-owner": "jane", "data-state": "closed", variant: "primary" })).toEqual({
      "data-owner": "",
      "data-state": "closed",
      variant: "primary",
    });
    expect(["dark", "modal", "ignore"].every(isStateWord)).toBe(true);
    expect(["", "jane", "dark light"].some(isStateWord)).toBe(false);
  });
});

describe("values that are no text", () => {
  test("what is taken away or has no value stays for names of letters, and for known ones", () => {
    expect(left({ title: null, hidden: true, href: "", "data-x": null, "data-7": null, x1: "" })).toEqual({
      title: null,
      hidden: true,
      href: "",
      "data-x": null,
      x1: "",
    });
  });

  test("numbers and no stay where structure is; objects nowhere", () => {
    expect(left({ width: 7, hidden: false, title: 7, "data-x": 7, "data-y": false, class: ["a"], id: {} })).toEqual({
      width: 7,
      hidden: false,
    });
  });

  test("what rrweb says of an element stays in the form that rrweb says it", () => {
    const said = {
      rr_width: "12.5px",
      rr_height: "-1e-7px",
      rr_scrollTop: 7,
      rr_mediaState: "played",
      rr_open_mode: "non-modal",
      rr_mediaMuted: true,
    };
    expect(filtered(said)).toEqual({ left: said, reports: [] });
    expect(left({ rr_width: "jane", rr_height: "1px jane", rr_x: "x played", rr_y: {}, rr_z: Infinity })).toEqual({});
    expect(left({ rr_dataURL: "data:image/png,A" })).toEqual({});
    expect(left({ rr_src: "/a?b" }, { tag: "iframe" })).toEqual({ rr_src: "/a" });
  });
});

test("what a sheet shows of an attribute is a text of the page", () => {
  const shown = { "rr_at:data-line": "12", "rr_at:data-label": "Jane", "rr_at:data-gone": null };
  expect(left(shown)).toEqual(shown);
  expect(left(shown, { treatment: "mask" })).toEqual({
    "rr_at:data-line": maskText("12"),
    "rr_at:data-label": maskText("Jane"),
    "rr_at:data-gone": null,
  });
  expect(left(shown, CONTENT_FREE)["rr_at:data-label"]).toBe(maskText("Jane"));
  expect(left({ "rr_at:onclick": "x", "rr_at:value": "x", "rr_at:data-x": {}, "rr_at:data-y": 7 })).toEqual({});
});

test("what a sheet compares an attribute with is one word, of an element that can be read", () => {
  const compared = { "touch-target": "", "rr_at:touch-target": "wrapper", "rr_at:kind": "Jane Doe", "rr_at:size": "m" };
  expect(left(compared)).toEqual({ "touch-target": "", "rr_at:touch-target": "wrapper" });
  expect(left(compared, { treatment: "mask" })).toEqual({ "touch-target": "" });
  const chosen = { "rr_at:data-state": "checked", "rr_at:data-type": "select-multiple", "rr_at:data-scale": "95%" };
  expect(left(chosen)).toEqual({ "rr_at:data-type": "select-multiple", "rr_at:data-scale": "95%" });
  expect(left(chosen, { treatment: "field" })).toEqual(chosen);
});

test("what draws a body or a path could be a text elsewhere", () => {
  const old = { text: "navy", link: "#00f", hspace: "3" };
  expect(left(old, { tag: "body" })).toEqual(old);
  expect(left(old)).toEqual({ text: "", link: "", hspace: "3" });
  expect(left({ path: "M0 0z" }, { tag: "animatemotion" })).toEqual({ path: "M0 0z" });
  expect(left({ path: "M0 0z" })).toEqual({ path: "" });
});

test("parts of drawings are named by fragments of this page", () => {
  expect(left({ href: "#curve" }, { tag: "textpath" })).toEqual({ href: "#curve" });
  expect(left({ href: "#curve", "rr_at:href": "#curve" }, { tag: "" })).toEqual({ href: "#", "rr_at:href": "#curve" });
  expect(left({ "rr_at:href": "#token=jane" }, { tag: "" })).toEqual({});
  expect(left({ "rr_at:href": "#curve" }, { tag: "", treatment: "mask" })).toEqual({});
  expect(left({ href: "#jane" }, { tag: "a" })).toEqual({ href: "#" });
});

describe("what a field holds", () => {
  const value = { value: "jane" };
  test.each<[string, Loose, Given, unknown]>([
    ["a field", value, { tag: "input" }, ""],
    ["a masked field", { value: "••••••" }, { tag: "input" }, "••••••"],
    ["a colour field at its start", { value: "#000000" }, { tag: "input" }, "#000000"],
    ["a field that a rule names", value, { tag: "input", treatment: "field" }, "jane"],
    ["the same in a mode without content", value, { tag: "input", treatment: "field", ...CONTENT_FREE }, ""],
    ["a field in a part that is allowed", value, { tag: "input", treatment: "allow" }, ""],
    ["a hidden field", { type: "Hidden", ...value }, { tag: "input" }, undefined],
    ["a hidden field that a rule names", { type: "hidden", ...value }, { tag: "input", treatment: "field" }, "jane"],
    ["a button", { type: "SUBMIT", ...value }, { tag: "input" }, "jane"],
    ["a masked button", { type: "reset", ...value }, { tag: "input", treatment: "mask" }, "••••••"],
    ["a button whose type only begins so", { type: "submitx", ...value }, { tag: "input" }, ""],
    ["a button element", value, { tag: "button" }, "jane"],
    ["a masked button element", value, { tag: "button", treatment: "mask" }, undefined],
    ["an option", value, { tag: "option" }, "jane"],
    ["an option in explicit", value, { tag: "option", ...EXPLICIT }, undefined],
    ["a list item", value, { tag: "li" }, "jane"],
    ["a custom element", value, { tag: "my-option" }, ""],
    ["something of which the page says that it is a label", value, { tag: "", mark: "label" }, "jane"],
    ["something that is no label", value, { tag: "", mark: "css" }, ""],
  ])("%s", (_name, attributes, given, kept) => {
    expect(left(attributes, given)["value"]).toBe(kept);
  });

  test("what is chosen stays only of a field that a rule names", () => {
    const chosen = { checked: true, selected: "", "aria-valuenow": "7" };
    expect(left(chosen)).toEqual({});
    expect(left(chosen, { treatment: "field" })).toEqual(chosen);
    expect(left({ checked: {}, value: 7 }, { treatment: "field" })).toEqual({ value: 7 });
    expect(left({ value: 7 })).toEqual({});
  });
});

describe("addresses", () => {
  test.each<[string, string, string, Given, unknown]>([
    ["a link", "href", "/a?b#c", { tag: "a" }, "/a"],
    ["a link, addresses off", "href", "/a", { tag: "a", privacy: { urls: false } }, "#"],
    ["an area, addresses off", "href", "/a", { tag: "area", privacy: { urls: false } }, undefined],
    ["a form, addresses off", "action", "/a", { tag: "form", privacy: { urls: false } }, undefined],
    ["an image, addresses off", "src", "/a.png?x", { tag: "img", privacy: { urls: false } }, "/a.png"],
    ["a frame's picture, addresses off", "src", "/a?x", { tag: "iframe", privacy: { urls: false } }, "/a"],
    ["a masked link", "href", "/a", { tag: "a", treatment: "mask" }, "#"],
    ["a masked image", "src", "/a.png", { tag: "img", treatment: "mask" }, undefined],
    ["a masked style sheet", "href", "/a.css?v", { tag: "link", treatment: "mask" }, "/a.css"],
    ["a style sheet in content_free", "href", "/a.css?v", { tag: "link", ...CONTENT_FREE }, "/a.css"],
    ["an image in content_free", "src", "/a.png", { tag: "img", ...CONTENT_FREE }, undefined],
    ["an allowed image in explicit", "src", "/a.png", { tag: "img", treatment: "allow", ...EXPLICIT }, "/a.png"],
    ["an image in the address", "src", "data:image/png,A", { tag: "img" }, "data:image/png,A"],
    ["a link that is an image", "href", "data:image/png,A", { tag: "a" }, "data:"],
    ["an icon of a sprite", "href", "/i.svg?v#cart", { tag: "use" }, "/i.svg#cart"],
    ["a style sheet's fragment", "href", "/a.css#cart", { tag: "link" }, "/a.css"],
    ["a change of a part of this drawing", "xlink:href", "#cart", { tag: "" }, "#cart"],
    ["a change of a link", "href", "#cart", { tag: "" }, "#"],
    ["a change of a part of another", "xlink:href", "/i.svg#cart", { tag: "" }, "/i.svg"],
    ["an object", "data", "/a.pdf?x", { tag: "object" }, "/a.pdf"],
    ["data of something else", "data", "/a.pdf?x", { tag: "p" }, ""],
  ])("%s", (_name, attribute, value, given, kept) => {
    expect(left({ [attribute]: value }, given)[attribute]).toBe(kept);
  });

  test("of each candidate of a srcset the address is scrubbed", () => {
    const value = "/a.png?x 1.5x, /b.png?y,z 200w,/c.png?q, /d.png";
    expect(left({ srcset: value }, { tag: "img" })).toEqual({ srcset: "/a.png 1.5x, /b.png 200w,/c.png, /d.png" });
    expect(left({ imagesrcset: "/a?x 10h" }, { tag: "link" })).toEqual({ imagesrcset: "/a 10h" });
    expect(left({ srcset: value }, { tag: "img", treatment: "mask" })).toEqual({});
    expect(left({ srcset: "1xjane?a, 2q?b" }, { tag: "img" })).toEqual({ srcset: "1xjane, 2q" });
  });
});

describe("texts and styles", () => {
  test("texts of the page stay where they may be read", () => {
    const texts = { title: "Jane", alt: "Jane", "aria-label": "Jane", placeholder: "Jane" };
    expect(left(texts)).toEqual(texts);
    expect(left(texts, { treatment: "secret" })).toEqual(texts);
    expect(Object.values(left(texts, { treatment: "mask" }))).toEqual(Array(4).fill("••••••"));
    expect(Object.values(left(texts, EXPLICIT))).toEqual(Array(4).fill("••••••"));
  });

  test("a meta element keeps what the page is drawn by", () => {
    expect(left({ name: "viewport", content: "width=1" }, { tag: "meta" })).toHaveProperty("content", "width=1");
    expect(left({ name: "theme-color", content: "red" }, { tag: "meta" })).toHaveProperty("content", "red");
    expect(left({ name: "description", content: "Jane" }, { tag: "meta" })).toEqual({ name: "description" });
    expect(left({ name: "my viewport", content: "Jane" }, { tag: "meta" })).not.toHaveProperty("content");
    expect(left({ name: "viewport", content: "Jane" }, { tag: "p" })).not.toHaveProperty("content");
  });

  test("style sheets, styles and single declarations lose their texts and parameters", () => {
    expect(left({ style: "color: red; background: url(/a?b)" })["style"]).not.toContain("b)");
    expect(left({ _cssText: '.a::before { content: "Jane" }' })["_cssText"]).not.toContain("Jane");
    expect(left({ fill: "url(#a)" }, { tag: "path" })).toEqual({ fill: 'url("#a")' });
    const style = {
      color: "red",
      top: false,
      margin: ["1px", "important"],
      padding: ["1px", ""],
      content: ['"Jane"', "important"],
      background: "url(/a?b)",
      "a b": "red",
      height: ["1px", "jane"],
      width: ["1px", "", "jane"],
      left: 7,
    };
    const { left: changed, reports } = filtered({ style });
    expect(changed["style"]).toEqual({
      color: "red",
      top: false,
      margin: ["1px", "important"],
      padding: ["1px", ""],
      content: [expect.not.stringContaining("Jane"), "important"],
      background: expect.not.stringContaining("b"),
      height: "1px",
      width: "1px",
    });
    expect(reports).toEqual(Array(6).fill("style"));
    expect(filtered({ style: { color: "red" } }).reports).toEqual([]);
  });
});

test("what was changed is told by the kind of the attribute", () => {
  const { reports } = filtered({ href: "/a?b", "data-x": "jane", onclick: "x", title: "t", class: "c" });
  expect(reports).toEqual(["attribute:url", "attribute:unknown", "attribute:unknown"]);
});

test("of a blocked element stays a box with the size that the page says, else the one that was noted", () => {
  const element = {
    tag: "p",
    treatment: "block" as const,
    attributes: { class: "a", id: "b", rr_width: "1px", rr_height: "2px" },
  };
  const privacy = newRecorderPrivacy();
  const report = () => {};
  const page = (size: { width: number; height: number } | null) => ({
    treatment: () => "" as const,
    kind: () => "" as const,
    size: (id: number) => (id === 7 ? size : null),
  });
  const noted = { class: "a", rr_width: "1px", rr_height: "2px" };
  expect(blockedAttributes(element, 7, { privacy, report })).toEqual(noted);
  expect(blockedAttributes(element, 7, { privacy, report, context: page(null) })).toEqual(noted);
  expect(blockedAttributes(element, 7, { privacy, report, context: page({ width: 30, height: 40 }) })).toEqual({
    class: "a",
    rr_width: "30px",
    rr_height: "40px",
  });
  expect(blockedAttributes({ ...element, attributes: { class: 7 } }, 7, { privacy, report })).not.toHaveProperty(
    "class",
  );
});
