import type { Comparison, Condition } from "../../../protocol/segment.schema.ts";
import { orText } from "./list-text.ts";

export const FIELD_NAMES: Record<Comparison["field"], string> = {
  url: "URL",
  referrer: "referrer",
  environment: "environment",
  country: "country",
  device: "device",
  browser: "browser",
  os: "operating system",
  language: "language",
  user: "user id",
  attribute: "attribute",
  event: "tracked event",
  percentage: "share of visitors",
};

export const OPERATOR_NAMES: Record<Comparison["operator"], string> = {
  is: "is",
  is_not: "is not",
  contains: "contains",
  not_contains: "does not contain",
  starts_with: "starts with",
  matches: "matches",
  exists: "is known",
  not_exists: "is not known",
  below: "is at most",
};

/** What stands for a value that has not been filled in. */
const BLANK = "…";

/** How a value is called: the name of an environment for its id. The value itself where there is no better word. */
export type ValueName = (field: Comparison["field"], value: string) => string;

const asItIs: ValueName = (_field, value) => value;

/** Whether the operator stands alone, without values. */
export function needsValues(operator: Comparison["operator"]): boolean {
  return operator !== "exists" && operator !== "not_exists";
}

/** One comparison in words: `country is DE or AT`. */
export function comparisonSentence(comparison: Comparison, valueName: ValueName = asItIs): string {
  const { field, operator, values } = comparison;
  if (field === "percentage") return `the visitor is one of ${values[0] ?? BLANK} in 100`;
  const subject = field === "attribute" ? `attribute “${comparison.attribute ?? BLANK}”` : FIELD_NAMES[field];
  if (!needsValues(operator)) return `${subject} ${OPERATOR_NAMES[operator]}`;
  const names = values.map((value) => valueName(field, value) || "(empty)");
  return `${subject} ${OPERATOR_NAMES[operator]} ${names.length > 0 ? orText(names) : BLANK}`;
}

/** The rule of a segment in words: `URL contains /checkout and (country is DE or language is de)`. */
export function ruleSentence(rule: Condition, valueName: ValueName = asItIs): string {
  const parts = rule.conditions.map((part) => {
    if (!("conditions" in part)) return comparisonSentence(part, valueName);
    const text = ruleSentence(part, valueName);
    return part.conditions.length > 1 && rule.conditions.length > 1 ? `(${text})` : text;
  });
  return parts.join(rule.match === "all" ? " and " : " or ");
}
