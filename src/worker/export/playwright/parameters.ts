import { MASK } from "../../../protocol/privacy/mask.ts";
import { nameOf } from "./names.ts";
import type { DomNode } from "./dom.ts";

/** What stands for a value that was not recorded, by what the field says it is; the first that fits. */
const STAND_INS: readonly [RegExp, string][] = [
  [/e-?mail/, "visitor@example.com"],
  [/one-time|otp|code from/, "314159"],
  [/\bpassword|current-password|new-password/, "A-long-passw0rd!"],
  // The number that payment providers give for tests.
  [/cc-number|card.?number/, "4242 4242 4242 4242"],
  [/cc-exp|expir|valid until/, "12/34"],
  [/cc-csc|cvc|cvv|security code/, "123"],
  [/\btel\b|phone|mobile/, "+44 20 7946 0018"],
  [/\burl\b|website/, "https://example.com"],
  [/given-name|first.?name/, "Ada"],
  [/family-name|last.?name|surname/, "Lovelace"],
  [/name/, "Ada Lovelace"],
  [/post.?code|postal|\bzip\b/, "10115"],
  [/city|town|address-level2/, "Berlin"],
  [/street|address/, "Main Street 1"],
  [/country/, "DE"],
  [/promo|voucher|coupon/, "WELCOME"],
  [/search|query|\bq\b/, "lamp"],
];
/** Formats that browsers insist on (https://html.spec.whatwg.org/#common-microsyntaxes). */
const BY_TYPE: Record<string, string> = {
  number: "1",
  range: "1",
  date: "2030-06-15",
  time: "12:00",
  "datetime-local": "2030-06-15T12:00",
  month: "2030-06",
  week: "2030-W24",
  color: "#336699",
};

function described(field: DomNode): string {
  const attribute = (name: string) => field.attributes.get(name) ?? "";
  return [
    attribute("type"),
    attribute("autocomplete"),
    attribute("name"),
    attribute("id"),
    nameOf(field).parts.join(" "),
  ]
    .join(" ")
    .toLowerCase();
}

/** What to enter: what was recorded, where a rule allowed that, else something that fits the field. */
export function valueFor(field: DomNode, recorded: string): string {
  if (recorded !== MASK) return recorded;
  const type = (field.attributes.get("type") ?? "").toLowerCase();
  const { [type]: fixed } = BY_TYPE;
  if (fixed !== undefined)
    return field.attributes.get("min") && type === "number" ? field.attributes.get("min")! : fixed;
  const words = described(field);
  return STAND_INS.find(([pattern]) => pattern.test(words))?.[1] ?? "Text";
}

/** The option to choose: what was chosen is not recorded, so the first that is a choice. */
export function optionFor(select: DomNode): number {
  const options = select.children
    .flatMap((child) => (child.tag === "optgroup" ? child.children : [child]))
    .filter(({ tag }) => tag === "option");
  const first = options.findIndex(({ attributes, children }) => {
    const text = children
      .map((child) => child.text)
      .join("")
      .trim();
    return !attributes.has("disabled") && attributes.get("value") !== "" && text !== "";
  });
  return Math.max(
    0,
    first === 0 && options.length > 1 && options[0]!.attributes.get("value") === undefined ? 1 : first,
  );
}

/** A name for a parameter: of the field's own words, as code. */
export function parameterName(field: DomNode): string {
  const own = field.attributes.get("name") ?? field.attributes.get("id") ?? nameOf(field).parts.join(" ");
  const words = own.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const name = words.map((word, i) => (i === 0 ? word.toLowerCase() : word[0]!.toUpperCase() + word.slice(1))).join("");
  return /^[a-z]\w{0,40}$/i.test(name) ? name : "value";
}
