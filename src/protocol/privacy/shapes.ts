import { filterCss } from "./css.ts";
import { maskText } from "./mask.ts";
import { scrubPageAddress } from "./addresses.ts";
import { isLoose, type FilterScope } from "./treatment.ts";

/** What is left of a value; `undefined` = nothing. Lists and objects are changed in place. */
export type Shape = (value: unknown, scope: FilterScope) => unknown;

const hasOwn = Object.prototype.hasOwnProperty;

export const number: Shape = (value) => (Number.isFinite(value) || value === null ? value : undefined);
export const flag: Shape = (value) => (typeof value === "boolean" ? value : undefined);
/** One of the site's or our own names: no white space, no quotes, no addresses. */
export const word: Shape = (value) => (typeof value === "string" && /^[\w.:+-]{0,64}$/.test(value) ? value : undefined);
/** A rule of CSS. */
export const css: Shape = (value, { privacy }) => (typeof value === "string" ? filterCss(value, privacy) : undefined);
/** The address of a page. */
export const address: Shape = (value, { privacy }) =>
  typeof value === "string" ? scrubPageAddress(value, privacy) : undefined;
/** The title of a page. */
export const title: Shape = (value, { privacy: { titles, mode } }) =>
  typeof value === "string" ? (titles && mode === "inputs" ? value : "") : undefined;
/** A name that the site gave an element; it may have made it of what the page says. */
export const label: Shape = (value, { privacy: { mode } }) =>
  typeof value !== "string"
    ? undefined
    : mode === "inputs" || /^[a-z_:.-]{0,64}$/i.test(value)
      ? value
      : maskText(value);
/** The site's own words, handed over by a call. */
export const asGiven: Shape = (value) => value;

/** A list of these; what is left of none goes. */
export function list(shape: Shape): Shape {
  return (value, scope) => {
    if (!Array.isArray(value)) return undefined;
    let to = 0;
    for (const item of value) {
      const kept = shape(item, scope);
      if (kept !== item) scope.report("item");
      if (kept !== undefined) value[to++] = kept;
    }
    value.length = to;
    return value;
  };
}

/** Filters an object by the shapes of its keys, in place. Keys that are not on the list go. */
export function filterObject(value: Record<string, unknown>, table: Record<string, Shape>, scope: FilterScope): void {
  for (const key of Object.keys(value)) {
    const old = value[key];
    // What is there but undefined is not sent.
    if (old === undefined) continue;
    const kept = hasOwn.call(table, key) ? table[key]!(old, scope) : undefined;
    if (kept === old) continue;
    scope.report(hasOwn.call(table, key) ? key : "key");
    if (kept === undefined) delete value[key];
    else value[key] = kept;
  }
}

export function object(table: Record<string, Shape>): Shape {
  return (value, scope) => {
    if (!isLoose(value)) return undefined;
    filterObject(value, table, scope);
    return value;
  };
}
