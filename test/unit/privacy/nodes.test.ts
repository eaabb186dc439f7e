import { expect, test } from "vitest";
import { NODE, filterRoot, filterText } from "../../../src/protocol/privacy/nodes.ts";
import { newRecorderPrivacy } from "../../../src/protocol/privacy/new-privacy.ts";
import type { RecorderPrivacy } from "../../../src/protocol/privacy/privacy.schema.ts";
import type { FilterScope, Treatment } from "../../../src/protocol/privacy/treatment.ts";

const MASK = "••••••";

interface Given {
  privacy?: Partial<RecorderPrivacy>;
  treatments?: Record<number, Treatment>;
}
const EXPLICIT: Given = { privacy: { mode: "explicit" } };

function scopeOf({ privacy, treatments }: Given, reports: string[]): FilterScope {
  return {
    privacy: { ...newRecorderPrivacy(), ...privacy },
    context: treatments && {
      treatment: (id) => treatments[id] ?? "",
      kind: () => "",
      size: () => ({ width: 1, height: 2 }),
    },
    report: (what) => reports.push(what),
  };
}

/** What is left of a node, `null` when nothing is, and what was told. */
function filtered(node: unknown, given: Given = {}) {
  const reports: string[] = [];
  const copy = structuredClone(node);
  const kept = filterRoot(copy, scopeOf(given, reports));
  return { left: kept ? copy : null, reports };
}
const left = (node: unknown, given?: Given) => filtered(node, given).left as Record<string, unknown>;
const text = (textContent: unknown, id = 9) => ({ type: 3, textContent, id });
const element = (tagName: unknown, attributes: unknown, ...childNodes: unknown[]) => ({
  type: 2,
  tagName,
  attributes,
  childNodes,
  id: 5,
});

test.each([
  { type: 0, childNodes: [], id: 1, compatMode: "BackCompat" },
  {
    type: 1,
    name: "html",
    publicId: "-//W3C//DTD HTML 4.01//EN",
    systemId: "http://www.w3.org/TR/html4/strict.dtd",
    id: 2,
  },
  {
    ...element("my-element", { class: "a" }, text("Jane")),
    isShadowHost: true,
    isCustom: true,
    rootId: 7,
    isShadow: true,
  },
  { ...element("svg", {}), isSVG: true },
  { ...text("a"), isStyle: true },
  { type: 4, textContent: "", id: 3 },
  { type: 5, textContent: "", id: 3 },
])("%j stays as it is", (node) => {
  expect(filtered(node)).toEqual({ left: node, reports: [] });
});

test.each([
  7,
  null,
  "Jane",
  [],
  { type: 9, id: 1 },
  { id: 1 },
  { type: "3", textContent: "Jane" },
  element("1a", {}),
  element(7, {}),
])("%j is not kept", (node) => {
  expect(left(node)).toBeNull();
});

test("a name of an element is one", () => {
  expect(left(element("a".repeat(128), {}))).not.toBeNull();
  expect(left(element("a".repeat(129), {}))).toBeNull();
  expect(left(element("a b", {}))).toBeNull();
  expect(left(element(" a", {}))).toBeNull();
});

test("what its kind of node does not have goes", () => {
  const { left: kept, reports } = filtered({
    ...text("a"),
    tagName: "p",
    attributes: { title: "Jane" },
    isStyle: "Jane",
    isShadow: 1,
    rootId: "Jane",
    more: "Jane",
    ph: "Jane",
    name: "Jane",
    x: undefined,
  });
  expect(kept).toEqual({ type: 3, textContent: "a", id: 9 });
  expect(reports).toEqual(Array(8).fill("key"));
  expect(left({ ...element("p", {}), textContent: "Jane", compatMode: "Jane", publicId: "Jane", isSVG: 1 })).toEqual(
    element("p", {}),
  );
  expect(left({ type: 5, textContent: "", id: 3, childNodes: [], isStyle: true })).toEqual({
    type: 5,
    textContent: "",
    id: 3,
  });
  expect(left({ type: 4, textContent: "", id: 3, childNodes: [] })).toEqual({ type: 4, textContent: "", id: 3 });
  expect(left({ type: 0, childNodes: [], id: 1, name: "Jane", attributes: {} })).toEqual({
    type: 0,
    childNodes: [],
    id: 1,
  });
  expect(left({ ...element("p", {}), id: "Jane" })).not.toHaveProperty("id");
  for (const ph of ["allow", "field", "css", "label"]) expect(left({ ...text("a"), ph })).toHaveProperty("ph", ph);
});

test("comments and character data go, but that they are there", () => {
  expect(filtered({ type: 5, textContent: "Jane", id: 3 })).toEqual({
    left: { type: 5, textContent: "", id: 3 },
    reports: ["text"],
  });
  expect(left({ type: 4, textContent: "Jane", id: 3 })).toEqual({ type: 4, textContent: "", id: 3 });
  expect(left({ type: 3, textContent: 7, id: 3 })).toEqual({ type: 3, textContent: "", id: 3 });
});

test("a document type is one of words", () => {
  expect(filtered({ type: 1, name: "html?", publicId: "Jane's", systemId: "a#b", id: 2 })).toEqual({
    left: { type: 1, name: "html", publicId: "", systemId: "", id: 2 },
    reports: ["doctype", "doctype", "doctype"],
  });
  expect(left({ type: 1, name: "a".repeat(129), publicId: 7, id: 2 })).toEqual({
    type: 1,
    name: "html",
    publicId: "",
    systemId: "",
    id: 2,
  });
});

test("a document's mode is the old one or none; it has a list of nodes", () => {
  expect(filtered({ type: 0, childNodes: [], id: 1, compatMode: "Jane" })).toEqual({
    left: { type: 0, childNodes: [], id: 1 },
    reports: ["key"],
  });
  expect(filtered({ type: 0, childNodes: "Jane", id: 1 })).toEqual({
    left: { type: 0, childNodes: [], id: 1 },
    reports: ["key"],
  });
  expect(filtered({ type: 0, childNodes: [7, text("a")], id: 1 })).toEqual({
    left: { type: 0, childNodes: [text("a")], id: 1 },
    reports: ["node"],
  });
  expect(filtered({ ...element("p", "Jane") })).toEqual({ left: element("p", {}), reports: ["key"] });
});

test.each<[string, string, Treatment, Given, string]>([
  ["p", "Jane", "", {}, "Jane"],
  ["p", "Jane", "mask", {}, MASK],
  ["p", "Jane", "", EXPLICIT, MASK],
  ["p", "Jane", "allow", EXPLICIT, "Jane"],
  ["p", "Jane", "allow", { privacy: { mode: "content_free" } }, MASK],
  ["script", "Jane", "allow", {}, ""],
  ["noscript", "Jane", "allow", {}, ""],
  ["textarea", "Jane", "allow", {}, MASK],
  ["textarea", "", "", {}, ""],
  ["textarea", "Jane", "field", {}, "Jane"],
  ["title", "Jane", "", {}, "Jane"],
  ["title", "Jane", "allow", { privacy: { titles: false } }, MASK],
  ["h1", "Jane", "", { privacy: { titles: false } }, "Jane"],
  ["style", "a{content:'Jane'}", "allow", {}, `a{content:'${MASK}'}`],
])("of a text in %s, %j, treated as %j, stays what may be read", (tag, value, treatment, given, kept) => {
  expect(filterText(value, { tag, treatment }, scopeOf(given, []))).toBe(kept);
});

test("how a node is treated holds for what is in it", () => {
  const nested = (treatments: Record<number, Treatment>, given: Given = {}) =>
    (
      left({ ...element("p", {}, { ...element("B", {}, text("Jane")), id: 6 }) }, { ...given, treatments })[
        "childNodes"
      ] as {
        childNodes: { textContent: string }[];
      }[]
    )[0]!.childNodes[0]!.textContent;
  expect(nested({})).toBe("Jane");
  expect(nested({ 5: "mask" })).toBe(MASK);
  expect(nested({ 5: "ignore" })).toBe(MASK);
  expect(nested({ 6: "mask" })).toBe(MASK);
  expect(nested({ 5: "mask", 6: "allow" })).toBe("Jane");
  expect(nested({ 5: "secret" })).toBe(MASK);
  expect(nested({ 5: "allow" }, EXPLICIT)).toBe(MASK);
  expect(nested({ 6: "allow" }, EXPLICIT)).toBe("Jane");
});

test("of a blocked element stays a box, without what is in it", () => {
  const node = element("p", { class: "a", title: "Jane" }, text("Jane"));
  expect(filtered(node, { treatments: { 5: "block" } })).toEqual({
    left: element("p", { class: "a", rr_width: "1px", rr_height: "2px" }),
    reports: ["block"],
  });
});

test("what is edited in place is masked, unless a rule lets it through", () => {
  const editable = (value: unknown, given?: Given) =>
    (
      left(element("div", { contenteditable: value }, text("Jane")), given)["childNodes"] as { textContent: string }[]
    )[0]!.textContent;
  for (const value of ["", "true", "plaintext-only"]) expect(editable(value)).toBe(MASK);
  expect(editable("false")).toBe("Jane");
  expect(editable(undefined)).toBe("Jane");
  expect(editable("true", { treatments: { 5: "allow", 9: "allow" } })).toBe("Jane");
  expect(editable("true", { treatments: { 5: "secret" } })).toBe(MASK);
});

test("a field that is secret by what it is called is so whatever a rule says, and can be told from its label", () => {
  const field = (tag: string, attributes: object, treatment: Treatment) =>
    left(element(tag, { value: "Jane", title: "Said of it", ...attributes }), { treatments: { 5: treatment } })[
      "attributes"
    ];
  for (const tag of ["input", "textarea", "select", "INPUT"])
    expect(field(tag, { name: "password" }, "field")).toEqual({ value: "", title: "Said of it", name: "password" });
  expect(field("input", { name: "city" }, "field")).toMatchObject({ value: "Jane" });
  expect(field("x-input", { name: "password" }, "field")).toMatchObject({ value: "Jane" });
  expect(field("input", { name: "password" }, "mask")).toMatchObject({ title: MASK });
});

test("a text that comes alone is a style sheet's when it is marked so", () => {
  expect(left({ ...text("a{content:'Jane'}"), ph: "css" })).toMatchObject({ textContent: `a{content:'${MASK}'}` });
  expect(left(text("a{content:'Jane'}"))).toMatchObject({ textContent: "a{content:'Jane'}" });
  expect(left({ ...element("p", {}, text("a{content:'Jane'}")), ph: "css" })).toMatchObject({
    childNodes: [{ textContent: "a{content:'Jane'}" }],
  });
});

test("kinds of nodes are rrweb's", () => {
  expect(NODE).toEqual({ Document: 0, DocumentType: 1, Element: 2, Text: 3, CData: 4, Comment: 5 });
});
