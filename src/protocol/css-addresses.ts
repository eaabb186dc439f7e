import { cssTokens, type CssToken } from "./css-tokens.ts";

/** An address that a style sheet loads, with its place in the text. */
export interface CssAddress {
  url: string;
  kind: "style" | "image" | "font";
}

interface Finding extends CssAddress {
  start: number;
  end: number;
  /** What stands there: a string, a whole `url(…)`, or the name of a function that must not work. */
  form: "string" | "url" | "function";
}

/** Functions whose strings are addresses (https://drafts.csswg.org/css-values-4/#urls, css-images-4 §2.4). */
const LOADING = new Set(["url", "src", "image", "image-set", "-webkit-image-set"]);
/** Functions that bring text from elsewhere: inside of those above it would be an address that cannot be seen here. */
const BORROWING = new Set(["var", "env", "attr", "if", "inherit", "string"]);
const CLOSING: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

/** Namespaces are names, not addresses: nothing loads them, and another name would be another namespace. */
const NAMESPACES = new Set([
  "http://www.w3.org/1999/xhtml",
  "http://www.w3.org/2000/svg",
  "http://www.w3.org/1999/xlink",
  "http://www.w3.org/1998/Math/MathML",
]);

/** Where in the sheet a token stands. */
class Place {
  /** Open brackets; a function's name stands for its own. */
  private readonly open: { bracket: string; name: string; kind?: "style" }[] = [];
  /** The at-rule whose beginning is being read. */
  private rule = "";
  private first = false;
  /** Open `@font-face` blocks: counted, because looking through all that is open takes too long in a hostile sheet. */
  private fonts = 0;

  private push(bracket: string, name: string, imported: boolean): void {
    if (name === "@font-face") this.fonts++;
    this.open.push({ bracket, name, ...(imported && { kind: "style" }) });
  }

  private close(bracket: string): void {
    if (this.open.at(-1)?.bracket !== CLOSING[bracket]) return;
    if (this.open.pop()?.name === "@font-face") this.fonts--;
  }

  /** What the token loads, and then where the next one stands. */
  step(token: CssToken): Finding | null {
    const { type, value, start, end } = token;
    if (type === "space") return null;
    const imported = this.rule === "import" && this.first;
    const found = this.find(token, imported);
    if (type === "at") [this.rule, this.first] = [value, true];
    else this.first = false;
    if (type === "function") this.push("(", value, imported);
    else if (type === "open") this.push(value, value === "{" ? `@${this.rule}` : "", false);
    else if (type === "close") this.close(value);
    if (type !== "string" && type !== "url" && ["{", "}", ";"].includes(value)) this.rule = "";
    return found && { ...found, start, end };
  }

  private find({ type, value }: CssToken, imported: boolean): Omit<Finding, "start" | "end"> | null {
    const inner = this.open.at(-1);
    const loading = inner !== undefined && LOADING.has(inner.name);
    if (type === "function")
      return loading && BORROWING.has(value) ? { url: "", kind: "image", form: "function" } : null;
    if (type !== "url" && !(type === "string" && (loading || imported))) return null;
    if (this.rule === "namespace" && NAMESPACES.has(value)) return null;
    return { url: value, kind: imported ? "style" : (inner?.kind ?? (this.fonts > 0 ? "font" : "image")), form: type };
  }
}

function* findings(css: string): Generator<Finding> {
  const place = new Place();
  for (const token of cssTokens(css)) {
    const found = place.step(token);
    if (found) yield found;
  }
}

/** The addresses that a style sheet loads, as they are written there, `limit` at most. */
export function cssAddresses(css: string, limit: number): CssAddress[] {
  const found: CssAddress[] = [];
  for (const { url, kind, form } of findings(css)) {
    if (form === "function") continue;
    if (found.length >= limit) break;
    found.push({ url, kind });
  }
  return found;
}

/** A CSS string. What could end it, a line or a `style` element is written as an escape. */
function quoted(text: string): string {
  // oxlint-disable-next-line no-control-regex -- line ends and NUL are what has to be escaped
  return `"${text.replace(/["\\<\u0000-\u001f\u007f]/g, (char) => `\\${char.charCodeAt(0).toString(16)} `)}"`;
}

/** The style sheet with every comment and every string that is no address replaced by what `change` makes of it, quotes included. */
export function mapCssTexts(css: string, change: (text: string) => string): string {
  const place = new Place();
  const parts: string[] = [];
  for (const token of cssTokens(css)) {
    const found = place.step(token);
    const text = css.slice(token.start, token.end);
    parts.push(!found && /^(?:string|space|bad)$/.test(token.type) && text.trim() ? change(text) : text);
  }
  return parts.join("");
}

/** The style sheet with every address replaced by what `instead` makes of it. Everything else stays as it is, letter by letter. */
export function replaceCssAddresses(css: string, instead: (address: CssAddress) => string): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end, form, url, kind } of findings(css)) {
    const text = form === "function" ? "" : quoted(instead({ url, kind }));
    parts.push(css.slice(from, start), { string: text, url: `url(${text})`, function: "no-address(" }[form]);
    from = end;
  }
  return parts.join("") + css.slice(from);
}
