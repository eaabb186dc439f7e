import type { Comparison, Condition } from "../../../protocol/segment.schema.ts";
import type { RulePreviewResult } from "../../../protocol/settings.schema.ts";
import { andText, countText } from "./list-text.ts";

type Field = Comparison["field"];

/** What a rule may look at and earlier visits do not tell: it is not kept. */
const NOT_KEPT: Partial<Record<Field, string>> = {
  referrer: "the referrer",
  language: "the language",
  attribute: "attributes",
  event: "tracked events",
};

function fieldsOf({ conditions }: Condition): Field[] {
  return conditions.flatMap((part) => ("conditions" in part ? fieldsOf(part) : [part.field]));
}

/** What a rule looks at that is not kept of visits, in words. */
export function notKept(rule: Condition): string[] {
  const fields = new Set(fieldsOf(rule));
  return Object.entries(NOT_KEPT)
    .filter(([field]) => fields.has(field as Field))
    .map(([, words]) => words);
}

/** How a rule would have divided the last visits. */
export function previewText(rule: Condition, { visits, matching, unknown }: RulePreviewResult): string {
  if (visits === 0) return "There are no visits yet to try the rule on.";
  const of = visits === 1 ? "the last visit" : `the last ${visits.toLocaleString("en")} visits`;
  const found = `${matching.toLocaleString("en")} of ${of} would match`;
  if (unknown === 0) return `${found}.`;
  const names = notKept(rule);
  const kept =
    names.length > 0
      ? ` because ${andText(names)} ${names.length === 1 && names[0]!.startsWith("the ") ? "is" : "are"} not kept`
      : "";
  return `${found}. Of ${countText(unknown, "visit")} it cannot be told${kept}.`;
}
