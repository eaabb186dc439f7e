/** A style change of rrweb's: property → value, `[value, priority]`, or `false` to remove it. */
type StyleChange = Record<string, string | false | [value: string, priority: string]>;

interface Change {
  id: number;
  attributes: Record<string, unknown>;
}

/** The nodes of a jump, by id: rrweb's virtual ones. */
export interface StyledNodes {
  getNode(id: number): { attributes?: Record<string, unknown> } | null;
}

let scratch: CSSStyleDeclaration | undefined;

function changed(text: string, changes: StyleChange): string {
  // Of a document that loads nothing and is never seen.
  scratch ??= document.implementation.createHTMLDocument("").createElement("i").style;
  scratch.cssText = text;
  let added = "";
  for (const [property, change] of Object.entries(changes)) {
    if (change === false) {
      scratch.removeProperty(property);
      continue;
    }
    const [value, priority = ""] = Array.isArray(change) ? change : [change];
    scratch.setProperty(property, value, priority);
    added += `;${property}:${value}${priority && " !important"}`;
  }
  const now = scratch.cssText;
  // A shorthand with `var()` is written down without its value once one of its parts has another.
  return /:\s*;/.test(now) ? text + added : now;
}

/**
 * The same changes with whole style attributes in place of single declarations. rrweb's virtual elements keep styles as text, in which
 * names of custom properties lose their capitals and the parts of a shorthand can't be taken away.
 */
export function wholeStyles(all: readonly Change[], nodes: StyledNodes): Change[] {
  const texts = new Map<number, string>();
  return all.map((change) => {
    const { id, attributes } = change;
    const { style } = attributes;
    if (typeof style !== "object" || style === null) return change;
    const before = texts.get(id) ?? nodes.getNode(id)?.attributes?.["style"];
    const whole = changed(typeof before === "string" ? before : "", style as StyleChange);
    texts.set(id, whole);
    return { id, attributes: { ...attributes, style: whole } };
  });
}
