import type { Query, Term } from "../../protocol/query/fields.ts";
import { stretchMs } from "../../protocol/query/values.ts";
import { facet, numberFacets, plainPath, type NumberField, type WordFacet } from "./facets.ts";

/**
 * What a condition asks of the search index. `any`: one of these has to match. `exact`: that is all there is to it, so its opposite can
 * be asked as well; else what is found is looked at again.
 */
export interface Asked {
  any: string[];
  exact: boolean;
}

/** A text for the index, in its own quotes: no character in it means anything. */
function phrase(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

const inFacets = (tokens: readonly string[]) => `facets : (${tokens.map(phrase).join(" OR ")})`;

const WILD = /[*?]/;

/** Words of an address that are whole: between characters that are no letters or digits, and no star beside them. */
function wholeWords(pattern: string): string[] {
  return [...pattern.matchAll(/(?<![\p{L}\p{N}*?])[\p{L}\p{N}]+(?![\p{L}\p{N}*?])/gu)].map(([word]) => word);
}

/** What addresses that fit a pattern have in the index. */
function askAddress(tenant: string, value: string, kind: "path" | "entry"): { match: string; exact: boolean } | null {
  const folder = /^(\/[^*?]*\/|\/)\*$/.exec(value)?.[1];
  if (folder && kind === "path") return { match: inFacets([facet(tenant, "folder", folder)]), exact: true };
  if (value.startsWith("/") && !WILD.test(value))
    return { match: inFacets([facet(tenant, kind, plainPath(value))]), exact: true };
  const words = wholeWords(value.replace(/^https?:\/\//, ""));
  return words.length === 0 ? null : { match: `{body} : (${words.map(phrase).join(" AND ")})`, exact: false };
}

/** Words anywhere; a star at the end stands for the rest of the last one. */
function askText(value: string): string {
  const begins = /[\p{L}\p{N}]\*$/u.test(value);
  return `{body errors} : ${phrase(begins ? value.slice(0, -1) : value)}${begins ? "*" : ""}`;
}

/** The least and the greatest that fit. */
export function rangeOf({ field, op = "=", values }: Term): { low: number; high: number } {
  const value = field === "duration" ? (stretchMs(values[0]!) ?? 0) : Number(values[0]);
  const most = Number.MAX_SAFE_INTEGER;
  // A duration is shown to the second: a second and a half is "1s".
  const last = field === "duration" ? value + 999 : value;
  if (op === ">") return { low: last + 1, high: most };
  if (op === ">=") return { low: value, high: most };
  if (op === "<") return { low: 0, high: value - 1 };
  if (op === "<=") return { low: 0, high: last };
  return { low: value, high: last };
}

const WORDS = new Set<string>([
  "user",
  "visitor",
  "country",
  "city",
  "browser",
  "os",
  "device",
  "env",
  "segment",
  "level",
  "tag",
  "event",
  "trait",
  "has",
] satisfies WordFacet[]);

/** What a condition asks of the index; `null`: the index knows nothing of it. */
export function askOf(tenant: string, term: Term): Asked | null {
  const { field, values } = term;
  if (field === "text") return { any: [askText(values[0]!)], exact: true };
  if (field === "error") return { any: values.map((value) => `errors : ${phrase(value)}`), exact: true };
  if (WORDS.has(field))
    return { any: [inFacets(values.map((value) => facet(tenant, field as WordFacet, value)))], exact: true };
  if (["duration", "pages", "clicks", "inputs", "errors", "rages", "deads"].includes(field)) {
    const { low, high } = rangeOf(term);
    // A token that no session has: nothing fits.
    if (high < low) return { any: [inFacets([facet(tenant, "has", "nothing")])], exact: false };
    return { any: [inFacets(numberFacets(tenant, field as NumberField, low, high))], exact: false };
  }
  if (field === "url" || field === "entry" || field === "visited") {
    const asked = values.map((value) => askAddress(tenant, value, field === "entry" ? "entry" : "path"));
    if (field === "visited") {
      // All of them, in an order that only the trail knows.
      const known = asked.flatMap((each) => (each ? [each.match] : []));
      return known.length === 0 ? null : { any: [known.map((match) => `(${match})`).join(" AND ")], exact: false };
    }
    if (asked.some((each) => each === null)) return null;
    return { any: asked.map((each) => each!.match), exact: asked.every((each) => each!.exact) };
  }
  return null;
}

/** Whether the index alone can tell. Numbers are compared in SQL. */
export function isExact(tenant: string, term: Term): boolean {
  return askOf(tenant, term)?.exact ?? false;
}

/** The question to the index for a whole query; `null` when no condition of it is one that narrows. */
export function matchOf(tenant: string, query: Query): string | null {
  const wanted: string[] = [];
  const unwanted: string[] = [];
  // Words are nobody's own: what they are looked for in has to be.
  let own = false;
  for (const term of query) {
    const asked = askOf(tenant, term);
    if (!asked) continue;
    const any = `(${asked.any.map((each) => `(${each})`).join(" OR ")})`;
    if (!term.not) {
      wanted.push(any);
      own ||= asked.any.every((each) => each.startsWith("facets :"));
    } else if (asked.exact) unwanted.push(any);
  }
  if (wanted.length === 0 && unwanted.length === 0) return null;
  if (!own) wanted.unshift(`(${inFacets([facet(tenant, "all")])})`);
  const positive = wanted.join(" AND ");
  return unwanted.length === 0 ? positive : `(${positive}) NOT (${unwanted.join(" OR ")})`;
}
