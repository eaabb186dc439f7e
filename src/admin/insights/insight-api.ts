import type { z } from "zod";
import {
  behindAnswer,
  errorsAnswer,
  frictionAnswer,
  funnelAnswer,
  heatAnswer,
  namesAnswer,
  pagesAnswer,
  pathsAnswer,
  type BehindAnswer,
  type Reference,
} from "../../protocol/insight.schema.ts";
import type { Step } from "../../protocol/insights/step.ts";
import { parse, read, send } from "../api.ts";
import { scopeQuery, type HeatSearch, type PathsSearch, type ScopeSearch } from "./insight-search.ts";

const BASE = "/api/insights";
/** Rows that are asked for at once. */
const BEHIND_ROWS = 50;

async function post<T>(path: string, body: unknown, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
  return parse(await send("POST", `${BASE}/${path}`, body, signal), schema);
}

function get<T>(path: string, query: Record<string, string>, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
  return read(`${BASE}/${path}?${new URLSearchParams(query)}`, schema, signal);
}

/** The questions about many sessions. */
export const insightApi = {
  funnel: (scope: ScopeSearch, steps: readonly Step[], withinMs: number | undefined, signal: AbortSignal) =>
    post("funnel", { ...scopeQuery(scope), steps, ...(withinMs && { withinMs }) }, funnelAnswer, signal),
  paths: ({ direction, page, ...scope }: PathsSearch, signal: AbortSignal) =>
    post("paths", { ...scopeQuery(scope), direction: direction ?? "from", ...(page && { page }) }, pathsAnswer, signal),
  pages: (scope: ScopeSearch, signal: AbortSignal) => get("pages", scopeQuery(scope), pagesAnswer, signal),
  errors: (scope: ScopeSearch, signal: AbortSignal) => get("errors", scopeQuery(scope), errorsAnswer, signal),
  friction: (scope: ScopeSearch, signal: AbortSignal) => get("friction", scopeQuery(scope), frictionAnswer, signal),
  names: (scope: ScopeSearch, signal: AbortSignal) => get("names", scopeQuery(scope), namesAnswer, signal),
  heat: ({ page, device, show: _show, ...scope }: HeatSearch & { page: string }, signal: AbortSignal) =>
    get("heat", { ...scopeQuery(scope), page, ...(device && { device }) }, heatAnswer, signal),
  /** A page of the sessions behind a number. */
  behind(
    scope: ScopeSearch,
    pick: Reference["pick"],
    cursor: string | null,
    signal: AbortSignal,
  ): Promise<BehindAnswer> {
    const asked = { ...scopeQuery(scope), pick, limit: BEHIND_ROWS, ...(cursor !== null && { cursor }) };
    return post("sessions", asked, behindAnswer, signal);
  },
};
