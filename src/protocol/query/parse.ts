import { LISTS } from "../list-limits.ts";
import { OPERATORS, QUERY_FIELDS, fieldNamed, fieldOf, type FieldName, type Query, type Term } from "./fields.ts";
import { Reader } from "./reader.ts";
import { QueryFault } from "./query-fault.ts";
import { isDate, stretchMs, stretchText } from "./values.ts";

/** A field with much the same name, for whoever mistyped. */
function similar(name: string): string | undefined {
  return Object.keys(QUERY_FIELDS).find((each) => each.startsWith(name.slice(0, 3)) || name.startsWith(each));
}

function unknownField(name: string, at: number): QueryFault {
  const hint = similar(name);
  return new QueryFault(
    at,
    `There is no field "${name}"${hint ? `; did you mean ${hint}:?` : "."} To look for the words themselves, put them in quotes.`,
  );
}

/** The value of a field as it is kept. @throws {QueryFault} when the field can't have it */
function checked(field: FieldName, value: string, at: number): string {
  const { kind, choices, example } = fieldOf(field);
  const bad = (what: string) => new QueryFault(at, `${field}: takes ${what}, like ${example}.`);
  if (value === "") throw bad("a value");
  if (value.length > LISTS.queryChars) throw bad("a shorter value");
  switch (kind) {
    case "choice": {
      const choice = value.toLowerCase();
      if (!choices?.includes(choice)) throw bad(`one of ${choices?.join(", ")}`);
      return choice;
    }
    case "number":
      if (!/^\d{1,9}$/.test(value)) throw bad("a whole number");
      return String(Number(value));
    case "duration":
    case "stretch": {
      const ms = stretchMs(value);
      if (ms === null || (kind === "stretch" && ms === 0)) throw bad("a length of time in s, m, h, d or w");
      return stretchText(ms);
    }
    case "date":
      if (!isDate(value)) throw bad("a day, or a day with a time");
      return value;
    case "trait":
      if (!/^[^=]+=[^]/.test(value)) throw bad("a name and a value");
      return value;
    default:
      return value;
  }
}

/** Fields of which several values make no sense. */
const SINGLE = new Set(["number", "duration", "date", "stretch"]);

function readField(reader: Reader, field: FieldName, not: boolean, at: number): Term {
  const { kind, example } = fieldOf(field);
  if (not && (kind === "date" || kind === "stretch"))
    throw new QueryFault(at, `${field}: can't be turned round; use before: and after:.`);
  const compared = kind === "number" || kind === "duration";
  const op = compared ? (reader.oneOf(OPERATORS) ?? "=") : undefined;
  const values: string[] = [];
  do {
    if (values.length > 0 && SINGLE.has(kind))
      throw new QueryFault(reader.at, `${field}: takes one value, like ${example}.`);
    if (values.length >= LISTS.queryValues)
      throw new QueryFault(reader.at, `${field}: takes ${LISTS.queryValues} values at most.`);
    const from = reader.at;
    values.push(checked(field, reader.value(kind === "steps"), from));
  } while (kind === "steps" ? reader.step() : reader.take(","));
  if (field === "is" && values.length > 1 && values.includes("noted"))
    throw new QueryFault(at, "is:noted stands alone; write it as a condition of its own.");
  reader.end();
  return { field, values, ...(op && { op }), not };
}

function readTerm(reader: Reader): Term {
  const at = reader.at;
  const not = reader.take("-");
  const name = reader.name();
  if (name !== null) {
    const field = fieldNamed(name.toLowerCase());
    if (!field) throw unknownField(name, at);
    return readField(reader, field, not, at);
  }
  const value = reader.word();
  if (value.trim() === "") throw new QueryFault(at, "Words to look for are missing here.");
  reader.end();
  return { field: "text", values: [value], not };
}

/** What somebody typed into the search of the list. @throws {QueryFault} with the place and what to do */
export function parseQuery(text: string): Query {
  if (text.length > LISTS.queryChars)
    throw new QueryFault(LISTS.queryChars, `A search has ${LISTS.queryChars} characters at most.`);
  const reader = new Reader(text);
  const query: Query = [];
  for (reader.space(); !reader.done; reader.space()) {
    if (query.length >= LISTS.queryTerms)
      throw new QueryFault(reader.at, `A search has ${LISTS.queryTerms} conditions at most.`);
    query.push(readTerm(reader));
  }
  return query;
}

/** The same for whoever shows what is wrong. */
export function tryQuery(text: string): { query: Query; fault: null } | { query: null; fault: QueryFault } {
  try {
    return { query: parseQuery(text), fault: null };
  } catch (error) {
    if (error instanceof QueryFault) return { query: null, fault: error };
    throw error;
  }
}
