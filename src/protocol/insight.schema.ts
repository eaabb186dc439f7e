import { z } from "zod";
import { sessionRow } from "./api.schema.ts";
import { INSIGHT_LIMITS as BOUNDS } from "./insight-limits.ts";
import { FRICTION_KINDS } from "./insights/friction.ts";
import { STEP_KINDS } from "./insights/step.ts";
import { LIMITS } from "./limits.ts";
import { searchQuery } from "./list.schema.ts";

/** Shapes of `/api/insights/…`; how each number comes about is in docs/insights.md. Every question is about the sessions of a search. */

const name = z.string().max(BOUNDS.nameChars);
const count = z.number().int().min(0);
const pattern = name.trim().min(1, "must not be empty");

/** What sessions an answer is about. */
export const looked = z.object({
  sessions: count,
  /** Whether those are all that the search finds; else they are the newest of them. */
  all: z.boolean(),
  /** When the oldest of them began; `null` when there is none. */
  since: z.number().nullable(),
  /** Sessions of which not everything is known: their trail had no room for more, or they were stored before there were trails. */
  incomplete: count,
  /** How many were collected at which level. */
  levels: z.object({ engagement: count, dxa: count, playback: count }),
});
export type Looked = z.infer<typeof looked>;

export const step = z.strictObject({ kind: z.enum(STEP_KINDS), match: pattern });
const funnelShape = {
  steps: z.array(step).min(1, "needs a step").max(BOUNDS.steps, `has ${BOUNDS.steps} steps at most`),
  withinMs: z.number().int().min(BOUNDS.withinMsMin).max(BOUNDS.withinMsMax).optional(),
};
export const funnelQuestion = z.strictObject({ ...searchQuery.shape, ...funnelShape });
export const funnelAnswer = z.object({
  looked,
  steps: z.array(z.object({ sessions: count, dropped: count, medianMs: z.number().nullable() })),
});
export type FunnelAnswer = z.infer<typeof funnelAnswer>;

const pathsShape = { direction: z.enum(["from", "to"]), page: pattern.optional() };
export const pathsQuestion = z.strictObject({ ...searchQuery.shape, ...pathsShape });
const pathFields = z.object({
  page: z.string(),
  sessions: count,
  ended: count,
  other: z.object({ pages: count, sessions: count }),
});
export type PathTree = z.infer<typeof pathFields> & { next: PathTree[] };
/** Named, so that the document of the API can refer to it from within itself. */
const pathTree: z.ZodType<PathTree> = pathFields
  .extend({ next: z.lazy(() => z.array(pathTree)) })
  .meta({ id: "PathTree" });
export const pathsAnswer = z.object({ looked, tree: pathTree });
export type PathsAnswer = z.infer<typeof pathsAnswer>;

/** Rows of a table, how many kinds there were in all, and how often one came that could not be told apart from the others. */
function ranking<T extends z.ZodRawShape>(shape: T) {
  return z.object({
    rows: z.array(z.object({ ...shape, sessions: count, times: count })),
    kinds: count,
    untold: count,
  });
}

export const pagesAnswer = z.object({
  looked,
  pages: ranking({ page: z.string(), entries: count, exits: count, medianMs: z.number().nullable() }),
});
export type PagesAnswer = z.infer<typeof pagesAnswer>;

export const errorsAnswer = z.object({
  looked,
  errors: ranking({ error: z.string(), page: z.string(), pages: count, lastAt: z.number() }),
});
export type ErrorsAnswer = z.infer<typeof errorsAnswer>;

const frictionShape = { what: z.enum(FRICTION_KINDS), page: z.string(), name: z.string() };
export const frictionAnswer = z.object({ looked, friction: ranking(frictionShape) });
export type FrictionAnswer = z.infer<typeof frictionAnswer>;

export const DEVICES = ["desktop", "mobile", "tablet", "other"] as const;
const heatShape = { page: name, device: z.enum(DEVICES).optional() };
export const heatQuestion = searchQuery.extend(heatShape);
export const heatAnswer = z.object({
  looked,
  heat: z.object({
    sessions: count,
    visits: count,
    clicks: count,
    unplaced: count,
    cells: z.array(z.tuple([count, count, count])),
    beyond: count,
    names: ranking({ name: z.string() }),
    depth: z.array(count),
    depthVisits: count,
    pictures: z.array(z.object({ session: z.string(), startedAt: z.number(), t: z.number() })),
  }),
});
export type HeatAnswer = z.infer<typeof heatAnswer>;

export const namesAnswer = z.object({
  looked,
  names: z.object({ pages: z.array(z.string()), events: z.array(z.string()), clicks: z.array(z.string()) }),
});
export type NamesAnswer = z.infer<typeof namesAnswer>;

const cell = z.tuple([count.max(BOUNDS.heatColumns - 1), count.max(BOUNDS.heatRows - 1)]);

/** The sessions behind one number; see `Pick`. */
export const pick = z.discriminatedUnion("of", [
  z.strictObject({
    of: z.literal("funnel"),
    ...funnelShape,
    step: count.max(BOUNDS.steps - 1),
    outcome: z.enum(["reached", "dropped"]),
  }),
  z.strictObject({
    of: z.literal("paths"),
    ...pathsShape,
    path: z.array(name).max(BOUNDS.pathPages),
    after: z.union([z.literal("ended"), z.array(name).max(BOUNDS.pathBranches)]).optional(),
  }),
  z.strictObject({ of: z.literal("page"), page: name, what: z.enum(["visited", "entered", "left"]) }),
  z.strictObject({ of: z.literal("error"), error: name }),
  z.strictObject({ of: z.literal("friction"), ...frictionShape }),
  z.strictObject({
    of: z.literal("heat"),
    ...heatShape,
    clicked: z.union([z.strictObject({ name }), z.strictObject({ cell })]).optional(),
  }),
]);

/** A reference to sessions, as addresses have it. */
export const reference = z.strictObject({ ...searchQuery.shape, pick });
export type Reference = z.infer<typeof reference>;

/** `POST /api/insights/sessions`. */
export const behindQuestion = z.strictObject({
  ...reference.shape,
  limit: z.number().int().min(1).max(LIMITS.listPageMax).default(LIMITS.listPageDefault),
  cursor: z.string().max(64).optional(),
});
export type BehindQuestion = z.infer<typeof behindQuestion>;

export const behindAnswer = z.object({
  /** Newest first, each with the moment at which it did what was counted, milliseconds since it began. */
  sessions: z.array(z.object({ session: sessionRow, t: z.number() })),
  next: z.string().nullable(),
});
export type BehindAnswer = z.infer<typeof behindAnswer>;
