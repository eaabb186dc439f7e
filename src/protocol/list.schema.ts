import { z } from "zod";
import { LIMITS } from "./limits.ts";
import { LISTS } from "./list-limits.ts";
import { isZone } from "./query/values.ts";

/** Shapes of what belongs to the session list: searches, tags, saved filters. Times are Unix milliseconds. */

/** A search, and the time zone that its days are those of (`Europe/Berlin`). */
export const searchQuery = z.object({
  q: z.string().max(LISTS.queryChars).default(""),
  tz: z.string().max(64).refine(isZone, "must be a time zone like Europe/Berlin").default("UTC"),
});

/** `GET /api/sessions/count`: how many sessions fit; `null` when that can't be told without looking at each. */
export const sessionCount = z.object({
  count: z.number().int().nullable(),
  /** There are more than `count`. */
  more: z.boolean(),
});
export type SessionCount = z.infer<typeof sessionCount>;

/** `GET /api/sessions/:id/neighbours`: the ids of the sessions above and below in the list of a search. */
export const neighbours = z.object({ previous: z.string().nullable(), next: z.string().nullable() });
export type Neighbours = z.infer<typeof neighbours>;

/** `GET /api/sessions/values`: values of a field, to be offered while somebody types. */
export const valuesQuery = z.object({ field: z.string().max(32), typed: z.string().max(200).default("") });
export const offeredList = z.object({
  values: z.array(
    z.object({
      value: z.string(),
      /** What people call it, where that is something else. */
      name: z.string().optional(),
      /** How often it is there among the newest sessions; 0: not looked at. */
      count: z.number().int(),
    }),
  ),
});
export type Offered = z.infer<typeof offeredList>["values"][number];

/** A tag: lower case, single spaces. Commas and quotes mean something in searches. */
export const tagText = z
  .string()
  .transform((text) => text.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase())
  .pipe(
    z
      .string()
      .min(1, "must not be empty")
      .max(LISTS.tagChars, `must have ${LISTS.tagChars} characters at most`)
      .regex(/^[^",\\\p{C}]+$/u, "must not have commas, quotes or backslashes"),
  );

/** `PUT` and `DELETE /api/sessions/:id/tags/:tag`: the tags by now. */
export const tagList = z.object({ tags: z.array(z.string()) });

/** `POST /api/sessions/tags`: gives many sessions a tag, or takes it from them. */
export const bulkTags = z.strictObject({
  sessions: z.array(z.uuid()).min(1).max(LIMITS.listPageMax),
  tag: tagText,
  /** `false`: takes it away. */
  on: z.boolean(),
});
/** How many sessions that changed. */
export const bulkTagged = z.object({ changed: z.number().int() });

/** A saved search. */
export const savedFilter = z.object({
  id: z.string(),
  name: z.string(),
  query: z.string(),
  /** Everybody of the tenant sees it. */
  shared: z.boolean(),
  /** Whether it belongs to whoever asks. */
  own: z.boolean(),
  updatedAt: z.number(),
});
export type SavedFilter = z.infer<typeof savedFilter>;

export const filterList = z.object({ filters: z.array(savedFilter) });

/** What can be saved: `POST /api/filters`, `PUT /api/filters/:id`. */
export const filterChange = z.strictObject({
  name: z.string().trim().min(1, "must not be empty").max(80),
  query: z.string().max(LISTS.queryChars),
  shared: z.boolean(),
});
export type FilterChange = z.infer<typeof filterChange>;
