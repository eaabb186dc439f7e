import { fieldOf, type Query, type Term } from "./fields.ts";

/** As it has to be written between white space; `special` are characters that mean something there. */
function quoted(value: string, special: RegExp): string {
  if (value !== "" && !special.test(value)) return value;
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}

const IN_TEXT = /[\s":]|^-/;
const IN_VALUE = /[\s",]/;
const IN_STEP = /[\s",>]/;

/** One condition as it is typed. */
export function printTerm({ field, values, op = "=", not }: Term): string {
  const sign = not ? "-" : "";
  if (field === "text") return sign + quoted(values[0]!, IN_TEXT);
  const { kind } = fieldOf(field);
  if (kind === "steps") return `${sign}${field}:${values.map((value) => quoted(value, IN_STEP)).join(" > ")}`;
  const operator = (kind === "number" || kind === "duration") && op !== "=" ? op : "";
  return `${sign}${field}:${operator}${values.map((value) => quoted(value, IN_VALUE)).join(",")}`;
}

/** A query as it is typed. */
export function printQuery(query: Query): string {
  return query.map(printTerm).join(" ");
}
