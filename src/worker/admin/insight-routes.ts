import { createRoute } from "@hono/zod-openapi";
import { INSIGHT_LIMITS } from "../../protocol/insight-limits.ts";
import {
  behindAnswer,
  behindQuestion,
  errorsAnswer,
  frictionAnswer,
  funnelAnswer,
  funnelQuestion,
  heatAnswer,
  heatQuestion,
  namesAnswer,
  pagesAnswer,
  pathsAnswer,
  pathsQuestion,
} from "../../protocol/insight.schema.ts";
import { countErrors } from "../../protocol/insights/errors.ts";
import { countFriction } from "../../protocol/insights/friction.ts";
import { countFunnel } from "../../protocol/insights/funnel.ts";
import { countHeat } from "../../protocol/insights/heat.ts";
import { collectNames } from "../../protocol/insights/names.ts";
import { countPages } from "../../protocol/insights/pages.ts";
import { countPaths } from "../../protocol/insights/paths.ts";
import { searchQuery } from "../../protocol/list.schema.ts";
import { errorAnswers } from "./errors.schema.ts";
import { countOver, sessionsBehind } from "./insights.ts";
import { requires } from "./member.ts";
import { adminRoutes, body, bounded, json } from "./routes.ts";

const view = requires("view");

const postFunnel = createRoute({
  method: "post",
  path: "/api/insights/funnel",
  middleware: [view, bounded] as const,
  request: body(funnelQuestion),
  responses: { 200: json(funnelAnswer, "How far sessions come, step by step"), ...errorAnswers },
});

const postPaths = createRoute({
  method: "post",
  path: "/api/insights/paths",
  middleware: [view, bounded] as const,
  request: body(pathsQuestion),
  responses: { 200: json(pathsAnswer, "The ways from a page, or to one, as a tree"), ...errorAnswers },
});

const getPages = createRoute({
  method: "get",
  path: "/api/insights/pages",
  middleware: view,
  request: { query: searchQuery },
  responses: { 200: json(pagesAnswer, "The pages that most sessions were on"), ...errorAnswers },
});

const getErrors = createRoute({
  method: "get",
  path: "/api/insights/errors",
  middleware: view,
  request: { query: searchQuery },
  responses: { 200: json(errorsAnswer, "The script errors that most sessions had"), ...errorAnswers },
});

const getFriction = createRoute({
  method: "get",
  path: "/api/insights/friction",
  middleware: view,
  request: { query: searchQuery },
  responses: { 200: json(frictionAnswer, "Rage clicks, dead clicks and forms given up, by element"), ...errorAnswers },
});

const getHeat = createRoute({
  method: "get",
  path: "/api/insights/heat",
  middleware: view,
  request: { query: heatQuestion },
  responses: { 200: json(heatAnswer, "Clicks and scroll depth on one page"), ...errorAnswers },
});

const getNames = createRoute({
  method: "get",
  path: "/api/insights/names",
  middleware: view,
  request: { query: searchQuery },
  responses: { 200: json(namesAnswer, "Pages, events and elements of the newest sessions"), ...errorAnswers },
});

const postSessions = createRoute({
  method: "post",
  path: "/api/insights/sessions",
  middleware: [view, bounded] as const,
  request: body(behindQuestion),
  responses: { 200: json(behindAnswer, "The sessions behind one number, with the moment of each"), ...errorAnswers },
});

/** Questions about many sessions. What they answer comes from trails, never from recordings: docs/insights.md. */
export const insightRoutes = adminRoutes()
  .openapi(postFunnel, async (context) => {
    const { q, tz, ...question } = context.req.valid("json");
    const { looked, result: steps } = await countOver(context, { q, tz }, countFunnel(question));
    return context.json({ looked, steps }, 200);
  })
  .openapi(postPaths, async (context) => {
    const { q, tz, ...question } = context.req.valid("json");
    const { looked, result: tree } = await countOver(context, { q, tz }, countPaths(question));
    return context.json({ looked, tree }, 200);
  })
  .openapi(getPages, async (context) => {
    const { looked, result: pages } = await countOver(context, context.req.valid("query"), countPages());
    return context.json({ looked, pages }, 200);
  })
  .openapi(getErrors, async (context) => {
    const { looked, result: errors } = await countOver(context, context.req.valid("query"), countErrors());
    return context.json({ looked, errors }, 200);
  })
  .openapi(getFriction, async (context) => {
    const { looked, result: friction } = await countOver(context, context.req.valid("query"), countFriction());
    return context.json({ looked, friction }, 200);
  })
  .openapi(getHeat, async (context) => {
    const { q, tz, ...question } = context.req.valid("query");
    const { looked, result: heat } = await countOver(context, { q, tz }, countHeat(question));
    return context.json({ looked, heat }, 200);
  })
  .openapi(getNames, async (context) => {
    const { namedSessions } = INSIGHT_LIMITS;
    const { looked, result: names } = await countOver(
      context,
      context.req.valid("query"),
      collectNames(),
      namedSessions,
    );
    return context.json({ looked, names }, 200);
  })
  .openapi(postSessions, async (context) =>
    context.json(await sessionsBehind(context, context.req.valid("json")), 200),
  );
