import { z } from "zod";
import { step, pick, DEVICES, type Reference } from "../../protocol/insight.schema.ts";
import { INSIGHT_LIMITS } from "../../protocol/insight-limits.ts";
import type { Step } from "../../protocol/insights/step.ts";
import { LIMITS } from "../../protocol/limits.ts";

/** What the addresses of the insights say, and how it is read: what does not fit is passed over. */

/** Stretches of time that can be chosen, as the query language writes them. */
export const PERIODS = ["24h", "7d", "30d", "90d"] as const;
export type Period = (typeof PERIODS)[number] | "all";
export const PERIOD_DEFAULT: Period = "30d";

/** Which sessions are looked at. */
export interface ScopeSearch {
  q?: string;
  last?: Period;
}

function text(value: unknown, max: number): string | undefined {
  // The router reads what looks like a number as one.
  const read = typeof value === "number" ? String(value) : value;
  return typeof read === "string" && read.trim() !== "" && read.length <= max ? read : undefined;
}

export function readScope({ q, last }: Record<string, unknown>): ScopeSearch {
  const search = text(q, LIMITS.urlChars);
  const period = [...PERIODS, "all" as const].find((each) => each === last);
  return { ...(search && { q: search }), ...(period && period !== PERIOD_DEFAULT && { last: period }) };
}

/** The same as the server asks for it. */
export function scopeQuery({ q = "", last = PERIOD_DEFAULT }: ScopeSearch): { q: string; tz: string } {
  const period = last === "all" ? "" : `last:${last}`;
  return {
    q: [q, period].filter(Boolean).join(" "),
    tz: new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
  };
}

export interface FunnelSearch extends ScopeSearch {
  steps?: Step[];
  /** Most time between two steps, milliseconds. */
  within?: number;
}

/** One that is being written may be empty yet. */
const draft = step
  .extend({ match: z.string().max(INSIGHT_LIMITS.nameChars) })
  .array()
  .max(INSIGHT_LIMITS.steps);

export function readFunnelSearch(search: Record<string, unknown>): FunnelSearch {
  const steps = draft.safeParse(search["steps"]).data;
  const within = Number(search["within"] ?? Number.NaN);
  const fits = within >= INSIGHT_LIMITS.withinMsMin && within <= INSIGHT_LIMITS.withinMsMax;
  return { ...readScope(search), ...(steps && { steps }), ...(fits && { within: Math.round(within) }) };
}

export interface PathsSearch extends ScopeSearch {
  direction?: "to";
  page?: string;
}

export function readPathsSearch(search: Record<string, unknown>): PathsSearch {
  const page = text(search["page"], INSIGHT_LIMITS.nameChars);
  return {
    ...readScope(search),
    ...(search["direction"] === "to" && { direction: "to" as const }),
    ...(page && { page }),
  };
}

export interface HeatSearch extends ScopeSearch {
  page?: string;
  device?: (typeof DEVICES)[number];
  show?: "scroll";
}

export function readHeatSearch(search: Record<string, unknown>): HeatSearch {
  const page = text(search["page"], INSIGHT_LIMITS.nameChars);
  const device = DEVICES.find((each) => each === search["device"]);
  return {
    ...readScope(search),
    ...(page && { page }),
    ...(device && { device }),
    ...(search["show"] === "scroll" && { show: "scroll" as const }),
  };
}

/** Which sessions are behind a number. */
export interface BehindSearch extends ScopeSearch {
  pick?: Reference["pick"];
}

export function readBehindSearch(search: Record<string, unknown>): BehindSearch {
  const read = pick.safeParse(search["pick"]).data;
  return { ...readScope(search), ...(read && { pick: read }) };
}
