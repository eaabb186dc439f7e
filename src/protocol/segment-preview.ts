import { comparisonHolds, type VisitorFacts } from "./segment-match.ts";
import type { Comparison, Condition } from "./segment.schema.ts";

/** What was kept of a visit. What is absent nobody knows any more; `null` was not known then either. */
export interface KeptFacts extends Partial<Omit<VisitorFacts, "visitor">> {
  /** Where the visitor stands among all, see `visitorShare`; kept instead of their id. */
  share?: number;
}

/** `null`: cannot be told from what was kept. */
export type Truth = boolean | null;

const BLANK: VisitorFacts = {
  visitor: null,
  environment: "",
  url: null,
  referrer: null,
  country: null,
  device: null,
  browser: null,
  os: null,
  language: null,
  user: null,
  attributes: {},
  events: [],
};

function comparisonTruth(comparison: Comparison, kept: KeptFacts): Truth {
  const { field, values } = comparison;
  if (field === "percentage") return kept.share === undefined ? null : kept.share < Number(values[0]);
  const fact = field === "attribute" ? "attributes" : field === "event" ? "events" : field;
  return kept[fact] === undefined ? null : comparisonHolds(comparison, { ...BLANK, ...kept });
}

/**
 * Whether a visit was in a segment, in three values (Kleene's): `all` is false as soon as one condition is, `any` true as soon as
 * one is, whatever is not known of the others.
 */
export function segmentTruth({ match, conditions }: Condition, kept: KeptFacts): Truth {
  const truths = new Set(
    conditions.map((condition) =>
      "conditions" in condition ? segmentTruth(condition, kept) : comparisonTruth(condition, kept),
    ),
  );
  const decisive = match === "any";
  if (truths.has(decisive)) return decisive;
  return truths.has(null) ? null : !decisive;
}
