import { element, incremental, text } from "../recordings.ts";
import { SHEETS } from "./texts.ts";
import { BODY, SVG_TAG, Writer, type Attack } from "./writer.ts";

/** The declarations of a sheet that has one rule for everything. */
function declarations(sheet: string): string | null {
  return /^\*\{([^{}]*)\}?$/.exec(sheet)?.[1] ?? null;
}

/** Every sheet in every place where a recording can have one. */
export function sheets(evil: string): Attack {
  const writer = new Writer(evil, "sheet");
  let target = "";
  /** Something the sheet is for, so that what it names would be loaded. */
  const aim = (sheet: string, place: string) => {
    target = `target${writer.payloads}`;
    writer.body.push(writer.host([text(writer.next(), "words")], "li", { id: target, href: "a" }));
    return writer.arm(sheet.replace(/\*(?=[{:[])/g, `#${target}`).replaceAll("family:h", `family:${target}`), place);
  };
  const style = (attributes: object, children: object[] = [], more: object = {}) => {
    const node = { ...element(writer.next(), "style", attributes, children), ...more } as unknown as { id: number };
    return node;
  };
  for (const sheet of SHEETS) {
    writer.body.push(style({ _cssText: aim(sheet, "inline") }));
    writer.body.push(style({}, [{ ...text(writer.next(), aim(sheet, "text")), isStyle: true }]));
    writer.body.push(style({}, [text(writer.next(), aim(sheet, "unmarked"))]));
    writer.body.push(element(writer.next(), "link", { rel: "stylesheet", href: "x", _cssText: aim(sheet, "link") }));
    writer.body.push(style({}, [text(writer.next(), aim(sheet, "svg"))], SVG_TAG));
    writer.add(BODY, style({}, [text(writer.next(), aim(sheet, "added"))]));

    const words = text(writer.next(), "x{}") as { id: number };
    writer.body.push(style({}, [words]));
    writer.change({ texts: [{ id: words.id, value: aim(sheet, "retext") }] });

    const empty = style({});
    writer.body.push(empty);
    writer.add(empty.id, text(writer.next(), aim(sheet, "append")));

    const ruled = style({ _cssText: "x{color:red}" });
    writer.body.push(ruled);
    const adds = [{ rule: aim(sheet, "rule"), index: 0 }];
    writer.events.push(incremental(0, { source: 8, id: ruled.id, adds }));

    const styleId = writer.next();
    const styles = [{ styleId, rules: [{ rule: aim(sheet, "adopted"), index: 0 }] }];
    writer.events.push(incremental(0, { source: 15, id: 1, styleIds: [styleId], styles }));
    writer.events.push(incremental(0, { source: 8, styleId, replaceSync: aim(sheet, "replaced") }));
    writer.events.push(incremental(0, { source: 8, styleId, replace: aim(sheet, "replaced-late") }));

    const one = declarations(sheet);
    if (one === null) continue;
    writer.body.push(writer.host([], "li", { style: writer.arm(one, "attribute") }));
    const [property = "", value = ""] = one.split(/:(.*)/s);
    aim(sheet, "declaration");
    const declared = style({ _cssText: `#${target}{color:red}` });
    writer.body.push(declared);
    const set = { property, value: writer.arm(value, "declaration") };
    writer.events.push(incremental(0, { source: 13, id: declared.id, index: [0], set }));
    const restyled = writer.host([], "li");
    writer.body.push(restyled);
    const attributes = { style: { [property]: writer.arm(value, "style") } };
    writer.change({ attributes: [{ id: restyled.id, attributes }] });
  }
  return writer.finish();
}
