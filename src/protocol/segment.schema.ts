import { z } from "zod";

/** What a condition looks at. `attribute` needs the attribute's name; `event` are the names the site has tracked in this visit. */
export const FIELDS = [
  "url",
  "referrer",
  "environment",
  "country",
  "device",
  "browser",
  "os",
  "language",
  "user",
  "attribute",
  "event",
  "percentage",
] as const;

/** How it compares. Texts are compared without regard to case; `matches` takes `*` and `?`. */
export const OPERATORS = [
  "is",
  "is_not",
  "contains",
  "not_contains",
  "starts_with",
  "matches",
  "exists",
  "not_exists",
  "below",
] as const;

/** One comparison. `values` are alternatives: one of them is enough (for the negative operators: none may fit). */
export const comparison = z.strictObject({
  field: z.enum(FIELDS),
  attribute: z.string().min(1).max(64).optional(),
  operator: z.enum(OPERATORS),
  values: z.array(z.string().max(256)).max(50),
});
export type Comparison = z.infer<typeof comparison>;

const group = z.strictObject({ match: z.enum(["all", "any"]), conditions: z.array(comparison).min(1).max(20) });

/** The rule of a segment: groups nested once. */
export const condition = z.strictObject({
  match: z.enum(["all", "any"]),
  conditions: z
    .array(z.union([comparison, group]))
    .min(1)
    .max(20),
});
export type Condition = z.infer<typeof condition>;
