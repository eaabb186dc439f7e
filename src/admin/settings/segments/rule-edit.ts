import type { Comparison, Condition } from "../../../protocol/segment.schema.ts";
import { needsValues } from "../words/rule-sentence.ts";

export type Part = Condition["conditions"][number];
export type Group = Extract<Part, { conditions: unknown }>;
type Operator = Comparison["operator"];
type Field = Comparison["field"];

const TEXT: readonly Operator[] = ["contains", "not_contains", "starts_with", "is", "is_not", "matches"];
const CHOICE: readonly Operator[] = ["is", "is_not"];
const KNOWN: readonly Operator[] = ["exists", "not_exists"];

const OPERATORS: Record<Field, readonly Operator[]> = {
  url: TEXT,
  referrer: [...TEXT, ...KNOWN],
  environment: CHOICE,
  country: [...CHOICE, ...KNOWN],
  device: CHOICE,
  browser: [...CHOICE, ...KNOWN],
  os: [...CHOICE, ...KNOWN],
  language: [...CHOICE, "starts_with", ...KNOWN],
  user: [...KNOWN, ...TEXT],
  attribute: [...TEXT, ...KNOWN],
  event: [...TEXT, ...KNOWN],
  percentage: ["below"],
};

/** The comparisons that make sense for a field, and the one it has, whatever that is. */
export function operatorsOf({ field, operator }: Comparison): Operator[] {
  const known = OPERATORS[field];
  return known.includes(operator) ? [...known] : [...known, operator];
}

export function blankComparison(): Comparison {
  return { field: "url", operator: "contains", values: [] };
}

export function blankRule(): Condition {
  return { match: "all", conditions: [blankComparison()] };
}

export function isGroup(part: Part): part is Group {
  return "conditions" in part;
}

/** The comparison with another field: what no longer fits goes. */
export function withField(comparison: Comparison, field: Field): Comparison {
  if (field === comparison.field) return comparison;
  const [first] = OPERATORS[field];
  const values = field === "percentage" ? ["50"] : [];
  return field === "attribute"
    ? { field, attribute: "", operator: first!, values }
    : { field, operator: first!, values };
}

export function withOperator(comparison: Comparison, operator: Operator): Comparison {
  return { ...comparison, operator, values: needsValues(operator) ? comparison.values : [] };
}

/** `list` with another item at `index`. */
export function replaced<T>(list: readonly T[], index: number, item: T): T[] {
  return list.map((old, at) => (at === index ? item : old));
}
