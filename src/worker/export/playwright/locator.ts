import { FIELD, isTelling, labelsOf, nameArgument, nameOf, plainText, roleOf, sameName } from "./names.ts";
import { documentOf, within, type DomNode } from "./dom.ts";

/** Elements that a person means when something in them is clicked. */
const MEANT = /^(?:a|button|input|select|textarea|label|summary|option)$/;
/** Made up anew by frameworks with every load. */
const MADE_UP = /\d{3,}|[:«»]|^(?:radix|react|mui|headlessui|ember|ng)-/i;

/** What is meant by a click on this node: the link or button around it, if there is one near. */
export function meant(node: DomNode): DomNode {
  let nearest: DomNode | null = null;
  // Ten levels are enough to get from an icon's path to its button.
  for (let at: DomNode | null = node, up = 0; at && at.type !== 0 && up < 10; at = at.parent, up++) {
    if (at.type !== 2) continue;
    nearest ??= at;
    if (MEANT.test(at.tag) || at.attributes.has("role")) return at;
  }
  return nearest ?? node;
}

function quoteCss(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\a ")}"`;
}

/** A selector for what has no better one: places among siblings, from something with an id on. */
function pathOf(node: DomNode): string {
  const steps: string[] = [];
  for (let at: DomNode | null = node; at && at.type === 2; at = at.parent) {
    const id = at.attributes.get("id");
    if (id && !MADE_UP.test(id)) {
      steps.unshift(`[id=${quoteCss(id)}]`);
      break;
    }
    const { tag, parent } = at;
    const alike = parent?.children.filter((each) => each.tag === tag) ?? [at];
    steps.unshift(alike.length > 1 ? `${tag}:nth-of-type(${alike.indexOf(at) + 1})` : tag);
    if (tag === "body") break;
  }
  return steps.join(" > ");
}

/** The frames that a node is in, the outermost first, as a chain of locators. */
function frameChain(node: DomNode): string {
  const frame = documentOf(node).parent;
  return frame ? `${frameChain(frame)}.locator(${JSON.stringify(pathOf(frame))}).contentFrame()` : "";
}

function unique(node: DomNode, fits: (other: DomNode) => boolean): boolean {
  for (const other of within(documentOf(node))) if (other !== node && other.type === 2 && fits(other)) return false;
  return true;
}

function byRole(node: DomNode): string | null {
  const role = roleOf(node);
  if (role === null) return null;
  const name = nameOf(node);
  if (!isTelling(name)) return null;
  if (!unique(node, (other) => roleOf(other) === role && sameName(nameOf(other), name))) return null;
  return `.getByRole(${JSON.stringify(role)}, { name: ${nameArgument(name)}, exact: true })`;
}

function byLabel(node: DomNode): string | null {
  if (!FIELD.test(node.tag) || labelsOf(node).length === 0) return null;
  const name = nameOf(node);
  if (!isTelling(name) || !unique(node, (other) => FIELD.test(other.tag) && sameName(nameOf(other), name))) return null;
  return `.getByLabel(${nameArgument(name)}, { exact: true })`;
}

function byText(node: DomNode): string | null {
  if (FIELD.test(node.tag)) return null;
  const name = plainText(node);
  if (!isTelling(name)) return null;
  const argument = nameArgument(name);
  const alike = (other: DomNode) => sameName(plainText(other), name);
  // What is around it has the same text; the smallest is found.
  const rivals = [...within(documentOf(node))].filter(
    (other) => other.type === 2 && other !== node && alike(other) && !related(other, node),
  );
  return rivals.length === 0 ? `.getByText(${argument}, { exact: true })` : null;
}

/** Whether one is in the other. */
function related(one: DomNode, other: DomNode): boolean {
  for (let at: DomNode | null = one; at; at = at.parent) if (at === other) return true;
  for (let at: DomNode | null = other; at; at = at.parent) if (at === one) return true;
  return false;
}

function byAttribute(node: DomNode): string | null {
  for (const name of ["id", "name"]) {
    const value = node.attributes.get(name);
    if (!value || MADE_UP.test(value) || !unique(node, (other) => other.attributes.get(name) === value)) continue;
    return `.locator(${JSON.stringify(`${node.tag}[${name}=${quoteCss(value)}]`)})`;
  }
  return null;
}

/**
 * A locator, to be put behind a page: by role and name where those are there once, else by label or text, else by an attribute, else by
 * its place in the document.
 */
export function locatorOf(node: DomNode): string {
  const found = byRole(node) ?? byLabel(node) ?? byText(node) ?? byAttribute(node);
  return frameChain(node) + (found ?? `.locator(${JSON.stringify(pathOf(node))})`);
}
