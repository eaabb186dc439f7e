import type { AttributeTest, Complex, Compound } from "./selector-parse.ts";
import { NODE } from "./nodes.ts";
import type { StoredNode } from "./stored-tree.ts";

const SPACES = /[ \t\n\f\r]+/;

function testAttribute(actual: string | undefined, { operator, value, ignoreCase }: AttributeTest): boolean {
  if (actual === undefined) return false;
  const [is, wanted] = ignoreCase ? [actual.toLowerCase(), value.toLowerCase()] : [actual, value];
  switch (operator) {
    case "":
      return true;
    case "=":
      return is === wanted;
    case "~=":
      return wanted !== "" && !SPACES.test(wanted) && is.split(SPACES).includes(wanted);
    case "|=":
      return is === wanted || is.startsWith(`${wanted}-`);
    case "^=":
      return wanted !== "" && is.startsWith(wanted);
    case "$=":
      return wanted !== "" && is.endsWith(wanted);
    case "*=":
      return wanted !== "" && is.includes(wanted);
  }
}

function matchesCompound(node: StoredNode, { tag, ids, classes, attributes }: Compound, quirks: boolean): boolean {
  if (tag !== null && node.tag !== tag) return false;
  const plain = (text: string) => (quirks ? text.toLowerCase() : text);
  const id = node.attributes.get("id");
  if (ids.length > 0 && (id === undefined || ids.some((wanted) => plain(wanted) !== plain(id)))) return false;
  if (classes.length > 0) {
    const has = plain(node.attributes.get("class") ?? "").split(SPACES);
    if (classes.some((wanted) => !has.includes(plain(wanted)))) return false;
  }
  return attributes.every((test) => testAttribute(node.attributes.get(test.name), test));
}

/** The parent as selectors see it: they end at the root of a shadow tree and of a document. */
function parentElement(node: StoredNode): StoredNode | null {
  const { parent, isShadow } = node;
  return parent && !isShadow && parent.type === NODE.Element ? parent : null;
}

function isQuirky(node: StoredNode): boolean {
  for (let at: StoredNode | null = node; at; at = at.parent) if (at.type === NODE.Document) return at.isQuirky;
  return false;
}

function matchesFrom(node: StoredNode, { parts, inside }: Complex, at: number, quirks: boolean): boolean {
  if (!matchesCompound(node, parts[at]!, quirks)) return false;
  if (at === inside.length) return true;
  let holder = parentElement(node);
  if (inside[at] === "child") return holder !== null && matchesFrom(holder, { parts, inside }, at + 1, quirks);
  for (; holder; holder = parentElement(holder))
    if (matchesFrom(holder, { parts, inside }, at + 1, quirks)) return true;
  return false;
}

/** Whether a stored element is one that any of these selectors names; what `Element.matches` said on the page. */
export function matchesNode(node: StoredNode, complexes: readonly Complex[]): boolean {
  if (node.type !== NODE.Element || complexes.length === 0) return false;
  const quirks = isQuirky(node);
  return complexes.some((complex) => matchesFrom(node, complex, 0, quirks));
}
