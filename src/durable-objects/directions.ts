import { EVERYONE, SECOND_MS, includesLevel, type CollectionLevel } from "../protocol/index.ts";
import type { Environment, Policy } from "../protocol/policy.schema.ts";
import type { Comparison, Condition } from "../protocol/segment.schema.ts";
import type { DecisionReason, IdentitySource, Watch } from "../protocol/start.schema.ts";
import { effectiveLevel, type Outcome } from "./admission.ts";
import type { Visitor } from "./visitor.ts";

/** What a page has to look out for, and what it loads to do so. */
export interface PageDirections {
  watch: Watch | null;
  identity: IdentitySource | null;
  /** The chunk with signals and delivery. */
  recorder: boolean;
  /** The chunk that captures the DOM. */
  capture: boolean;
}

type Field = Comparison["field"];

function fieldsOf({ conditions }: Condition): Field[] {
  return conditions.flatMap((condition) => ("conditions" in condition ? fieldsOf(condition) : [condition.field]));
}

/** What the rules of these segments look at. One that is not there holds nobody, and everyone is always in theirs. */
function fieldsOfSegments({ segments }: Policy, ids: readonly string[]): Set<Field> {
  const used = segments.filter(({ id }) => id !== EVERYONE && ids.includes(id));
  return new Set(used.flatMap(({ rule }) => fieldsOf(rule)));
}

/** What of a visit can change while its document stays. */
function watchOf(fields: ReadonlySet<Field>, { identity }: Policy): Watch {
  const user = identity.source !== "none" && (fields.has("user") || fields.has("attribute"));
  return {
    ...(fields.has("url") && { url: true }),
    ...(fields.has("event") && { events: true }),
    ...(user && { user: true }),
  };
}

/** Reasons of the visitor's consent that a signed yes from another device of theirs can change. */
const CHANGED_BY_YES: ReadonlySet<DecisionReason> = new Set(["consent_missing", "gpc"]);

/** What could change the answer in this document; nothing, when it is final. */
function toWatch(policy: Policy, environment: Environment, { level, reason }: Outcome, visitor: Visitor): Watch {
  const excluded = fieldsOfSegments(policy, environment.excludedSegments);
  const plays = includesLevel(effectiveLevel(policy, environment), "playback") && !visitor.unsupported;
  const buffer = plays && environment.buffer && { buffer: true as const };
  if (level !== "off") return { ...watchOf(excluded, policy), ...(reason === "not_started" && buffer) };
  // An unsigned yes counts for the device that it was given on, so nobody's name changes anything.
  if (CHANGED_BY_YES.has(reason))
    return policy.identity.signed && policy.identity.source !== "none" ? { user: true } : {};
  if (reason === "excluded_segment") return watchOf(excluded, policy);
  if (reason === "too_short") {
    const missing = environment.minDurationSeconds * SECOND_MS - (visitor.lasted ?? 0);
    const after = Math.max(1, Math.ceil(missing));
    // Excluded pages must not get into what is kept meanwhile.
    return { ...watchOf(excluded, policy), after, ...(plays && { buffer: true }) };
  }
  if (reason !== "no_segment") return {};
  const chosen = watchOf(fieldsOfSegments(policy, environment.segments), policy);
  return Object.keys(chosen).length > 0 ? { ...watchOf(excluded, policy), ...chosen, ...buffer } : {};
}

function identityOf({ identity: { source, name } }: Policy, level: CollectionLevel, watch: Watch) {
  if (source === "api" || source === "none") return null;
  return level !== "off" || watch.user ? { source, name } : null;
}

/** What a page is told with a decision. One without directions that is off is final for the document: nothing more is loaded. */
export function directionsOf(
  policy: Policy,
  environment: Environment,
  outcome: Outcome,
  visitor: Visitor,
): PageDirections {
  const { level } = outcome;
  const watch = toWatch(policy, environment, outcome, visitor);
  const watched = Object.keys(watch).length > 0;
  return {
    watch: watched ? watch : null,
    identity: identityOf(policy, level, watch),
    recorder: level !== "off" || watched,
    capture: includesLevel(level, "playback") || watch.buffer === true,
  };
}
