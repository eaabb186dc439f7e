import { globMatches } from "./glob.ts";
import type { Comparison, Condition } from "./segment.schema.ts";
import { visitorShare } from "./visitor-share.ts";

/** The id of the built-in segment that everybody is in. */
export const EVERYONE = "everyone";

/** What segments can look at. `null` is what nobody knows. */
export interface VisitorFacts {
  /** The anonymous id; shares of visitors are counted by it. */
  visitor: string | null;
  /** Id of the environment. */
  environment: string;
  url: string | null;
  referrer: string | null;
  /** Two letters, as Cloudflare says. */
  country: string | null;
  /** `desktop`, `mobile`, `tablet` or `other`. */
  device: string | null;
  browser: string | null;
  os: string | null;
  language: string | null;
  user: string | null;
  attributes: Readonly<Record<string, string>>;
  /** Names of the events that the site has tracked in this visit. */
  events: readonly string[];
}

/** What is known of the field, in lower case; nothing, one text, or several. */
function factsOf(facts: VisitorFacts, { field, attribute = "" }: Comparison): string[] {
  if (field === "percentage") return [];
  if (field === "event") return facts.events.map((name) => name.toLowerCase());
  const own = Object.hasOwn(facts.attributes, attribute);
  const fact = field !== "attribute" ? facts[field] : own ? facts.attributes[attribute]! : null;
  return fact === null ? [] : [fact.toLowerCase()];
}

/** How a known fact is compared with one value, both in lower case. */
const TESTS = {
  is: (fact: string, value: string) => fact === value,
  contains: (fact: string, value: string) => fact.includes(value),
  starts_with: (fact: string, value: string) => fact.startsWith(value),
  matches: (fact: string, value: string) => globMatches(value, fact),
} as const;

/** The negative operators, each with what it denies. */
const DENIALS = { is_not: "is", not_contains: "contains" } as const;

/**
 * Whether a visitor fits one comparison. What is not known fits no positive comparison and every negative one: nobody is
 * recorded on a guess, and `is_not` holds for whoever cannot be the one it means.
 */
export function comparisonHolds(comparison: Comparison, facts: VisitorFacts): boolean {
  const { operator, values } = comparison;
  if (operator === "below") {
    const limit = Number(values[0]);
    return facts.visitor !== null && visitorShare("segment", facts.environment, facts.visitor) < limit;
  }
  const known = factsOf(facts, comparison);
  if (operator === "exists") return known.length > 0;
  if (operator === "not_exists") return known.length === 0;
  const denied = operator === "is_not" || operator === "not_contains";
  const test = TESTS[denied ? DENIALS[operator] : operator];
  const fits = known.some((fact) => values.some((value) => test(fact, value.toLowerCase())));
  return fits !== denied;
}

/** Whether a visitor is in a segment: `all` or `any` of its conditions, and of the conditions of its groups. */
export function segmentHolds({ match, conditions }: Condition, facts: VisitorFacts): boolean {
  const holds = (condition: Condition["conditions"][number]) =>
    "conditions" in condition ? segmentHolds(condition, facts) : comparisonHolds(condition, facts);
  return match === "all" ? conditions.every(holds) : conditions.some(holds);
}
