import type { Offered } from "../../../protocol/list.schema.ts";
import { QUERY_FIELDS, fieldNamed, fieldOf, type FieldName } from "../../../protocol/query/fields.ts";
import { tryQuery } from "../../../protocol/query/parse.ts";
import { printTerm } from "../../../protocol/query/print.ts";

/** Something to choose while a condition is typed. */
export interface Suggestion {
  /** What stands in the field after it is chosen; with `whole` it is a condition and ready. */
  insert: string;
  whole: boolean;
  label: string;
  hint?: string;
}

/** What is typed, taken apart: a sign, the field if it is known by now, and the rest. */
export function takenApart(draft: string): { sign: string; field: FieldName | null; rest: string } {
  const [, sign = "", name, rest = ""] = /^(-?)(?:([a-z]+):)?([^]*)$/i.exec(draft)!;
  const field = name === undefined ? null : fieldNamed(name.toLowerCase());
  return field ? { sign, field, rest } : { sign, field: null, rest: draft.slice(sign.length) };
}

const EXAMPLES: Partial<Record<FieldName, readonly string[]>> = {
  duration: [">30s", ">2m", ">10m", "<10s"],
  pages: [">=2", ">=5", "1"],
  clicks: ["0", ">=1", ">10"],
  inputs: [">=1"],
  errors: [">=1", ">=5"],
  rages: [">=1"],
  deads: [">=1", ">=3"],
  last: ["1h", "24h", "7d", "30d"],
};

const OFFERED_FIELDS = 8;

function fields(sign: string, typed: string): Suggestion[] {
  const wanted = typed.toLowerCase();
  const all = Object.entries(QUERY_FIELDS) as [FieldName, { means: string; example: string }][];
  const fitting = all.filter(([name, { means }]) => name.startsWith(wanted) || means.toLowerCase().includes(wanted));
  const first = fitting.toSorted(([a], [b]) => Number(b.startsWith(wanted)) - Number(a.startsWith(wanted)));
  return first.slice(0, wanted === "" ? OFFERED_FIELDS : OFFERED_FIELDS / 2).map(([name, { means, example }]) => ({
    insert: `${sign}${name}:`,
    whole: false,
    label: `${name}:`,
    hint: `${means}, like ${example}`,
  }));
}

/** What was typed, as it is, when it is a condition. */
function typedItself(draft: string): Suggestion[] {
  const { query } = tryQuery(draft);
  if (!query || query.length === 0) return [];
  const texts = query.every(({ field }) => field === "text");
  return [{ insert: draft, whole: true, label: texts ? `Search for ${draft.trim()}` : draft.trim() }];
}

/** What to offer for a draft; `offered` are values of its field that the server knows. */
export function suggestionsFor(draft: string, offered: readonly Offered[]): Suggestion[] {
  const { sign, field, rest } = takenApart(draft);
  if (field === null) return [...typedItself(draft), ...fields(sign, rest)];
  const { choices, example } = fieldOf(field);
  const whole = (value: string, hint?: string): Suggestion => {
    const insert = sign + printTerm({ field, values: [value], not: false });
    return { insert, whole: true, label: insert, ...(hint && { hint }) };
  };
  const values = choices
    ? choices.filter((each) => each.startsWith(rest.toLowerCase())).map((each) => whole(each))
    : offered.map(({ value, name, count }) =>
        whole(name ?? value, count > 0 ? `${count.toLocaleString("en")} of the newest` : undefined),
      );
  const examples = (EXAMPLES[field] ?? [])
    .filter((each) => each.startsWith(rest))
    .map((each) => ({ insert: `${sign}${field}:${each}`, whole: true, label: `${sign}${field}:${each}` }));
  const found = [...typedItself(draft), ...values, ...examples];
  const distinct = found.filter(({ insert }, at) => found.findIndex((each) => each.insert === insert) === at);
  return distinct.length > 0
    ? distinct
    : [{ insert: draft, whole: false, label: `${field}:`, hint: `like ${example}` }];
}
