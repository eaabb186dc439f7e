import { element } from "../recordings.ts";
import { HTML, SVG, type Row } from "./elements.ts";
import { others } from "./others.ts";
import { sheets } from "./sheets.ts";
import { ATTRIBUTES } from "./texts.ts";
import { BODY, SVG_TAG, Writer, type Attack } from "./writer.ts";

function elements(evil: string): Attack {
  const writer = new Writer(evil, "element");
  const svg = (row: Row, place: string) =>
    writer.host([writer.element(writer.arm(row, place), SVG_TAG)], "svg", {}, SVG_TAG);
  const html = (row: Row, place: string) => writer.host([writer.element(writer.arm(row, place))]);
  for (const row of HTML) {
    writer.body.push(html(row, "snapshot"));
    writer.add(BODY, html(row, "added"));
    writer.body.push(svg(row, "svg"));
    const shadow = writer.element(writer.arm(row, "shadow"), { isShadow: true });
    writer.body.push(writer.host([shadow], "div", {}, { isShadowHost: true }));
  }
  for (const tag of ["img", "a", "x", "annotation-xml"])
    writer.body.push(writer.host([writer.element([tag], { isShadowHost: true, isCustom: true })]));
  writer.body.push(writer.host([{ type: 0, id: writer.next(), childNodes: [] }]));
  writer.body.push(writer.host([{ type: 1, id: writer.next(), name: "x", publicId: "", systemId: "" }]));
  for (const row of SVG) {
    writer.body.push(svg(row, "snapshot"));
    writer.add(BODY, svg(row, "added"));
  }
  return writer.finish();
}

/** The same in a frame of the page: a document of its own, that comes after the frame. */
function frames(evil: string): Attack {
  const writer = new Writer(evil, "frame");
  const frame = writer.element(["iframe", {}]) as { id: number };
  writer.body.push(frame);
  const rows = [...HTML.map((row) => [row, {}] as const), ...SVG.map((row) => [row, SVG_TAG] as const)];
  const children = rows.map(([row, more]) => {
    const node = writer.element(writer.arm(row, "snapshot"), more);
    return element(writer.next(), "div", {}, [node]);
  });
  const root = writer.next();
  const html = element(writer.next(), "html", {}, [element(writer.next(), "body", {}, children)]);
  const node = { type: 0, id: root, rootId: root, childNodes: [html] };
  writer.change({ adds: [{ parentId: frame.id, nextId: null, node }], isAttachIframe: true });
  return writer.finish();
}

const CHANGED: Row[] = [
  ["div"],
  ["a"],
  ["img"],
  ["iframe"],
  ["link"],
  ["meta"],
  ["base"],
  ["form"],
  ["input", { type: "image" }],
  ["button"],
  ["video"],
  ["object"],
  ["script"],
  ["canvas"],
  ["style"],
  ["table"],
];
const CHANGED_SVG: Row[] = [
  ["image"],
  ["use"],
  ["a"],
  ["feImage"],
  ["script"],
  ["set"],
  ["rect", { width: "9", height: "9" }],
];

function changes(evil: string): Attack {
  const writer = new Writer(evil, "change");
  const rows = [...CHANGED.map((row) => [row, {}] as const), ...CHANGED_SVG.map((row) => [row, SVG_TAG] as const)];
  for (const attributes of ATTRIBUTES)
    for (const [row, more] of rows) {
      const node = writer.element(row, more) as { id: number };
      const svg = "isSVG" in more;
      writer.body.push(svg ? writer.host([node], "svg", {}, SVG_TAG) : writer.host([node]));
      writer.change({ attributes: [{ id: node.id, attributes: writer.arm(attributes, row[0]) }] });
    }
  return writer.finish();
}

/** Every attack, by the name of its session. */
export function attacks(evil: string): Record<string, Attack> {
  const all = { elements, frames, changes, sheets, others };
  return Object.fromEntries(Object.entries(all).map(([name, make]) => [name, make(evil)]));
}
