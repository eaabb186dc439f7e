import { createRoute, z } from "@hono/zod-openapi";
import { sessionList, sessionListQuery } from "../../protocol/api.schema.ts";
import {
  bulkTagged,
  bulkTags,
  filterChange,
  filterList,
  neighbours,
  offeredList,
  searchQuery,
  sessionCount,
  tagList,
  tagText,
  valuesQuery,
} from "../../protocol/list.schema.ts";
import { errorAnswers } from "./errors.schema.ts";
import { addFilter, changeFilter, filtersOf, removeFilter } from "./filters.ts";
import { watchList } from "./list-live.ts";
import { requires } from "./member.ts";
import { adminRoutes, body, bounded, json } from "./routes.ts";
import { countSearch, offerValues, searchList, searchNeighbours } from "./searches.ts";
import { noteSeen, setTag, setTags } from "./tags.ts";

const sessionParam = z.object({ id: z.uuid() });
const tagParam = sessionParam.extend({ tag: tagText });
const filterParam = z.object({ id: z.uuid() });
const view = requires("view");
const annotate = requires("annotate");

const getSessions = createRoute({
  method: "get",
  path: "/api/sessions",
  middleware: view,
  request: { query: sessionListQuery },
  responses: { 200: json(sessionList, "Sessions that fit `q`, newest first; see docs/list.md"), ...errorAnswers },
});

const getCount = createRoute({
  method: "get",
  path: "/api/sessions/count",
  middleware: view,
  request: { query: searchQuery },
  responses: { 200: json(sessionCount, "How many sessions fit, up to 1,000"), ...errorAnswers },
});

const getLive = createRoute({
  method: "get",
  path: "/api/sessions/live",
  middleware: view,
  responses: { 101: { description: "WebSocket: how running sessions go on, begin and end" }, ...errorAnswers },
});

const getValues = createRoute({
  method: "get",
  path: "/api/sessions/values",
  middleware: view,
  request: { query: valuesQuery },
  responses: { 200: json(offeredList, "Values that a field has in the newest sessions"), ...errorAnswers },
});

const getNeighbours = createRoute({
  method: "get",
  path: "/api/sessions/{id}/neighbours",
  middleware: view,
  request: { params: sessionParam, query: searchQuery },
  responses: { 200: json(neighbours, "The sessions above and below in the list of a search"), ...errorAnswers },
});

const postTags = createRoute({
  method: "post",
  path: "/api/sessions/tags",
  middleware: [annotate, bounded] as const,
  request: body(bulkTags),
  responses: { 200: json(bulkTagged, "How many sessions it changed"), ...errorAnswers },
});

const putTag = createRoute({
  method: "put",
  path: "/api/sessions/{id}/tags/{tag}",
  middleware: annotate,
  request: { params: tagParam },
  responses: { 200: json(tagList, "The tags of the session by now"), ...errorAnswers },
});

const deleteTag = createRoute({
  method: "delete",
  path: "/api/sessions/{id}/tags/{tag}",
  middleware: annotate,
  request: { params: tagParam },
  responses: { 200: json(tagList, "The tags of the session by now"), ...errorAnswers },
});

const postSeen = createRoute({
  method: "post",
  path: "/api/sessions/{id}/seen",
  middleware: view,
  request: { params: sessionParam },
  responses: { 204: { description: "It is marked as seen, for whoever asks" }, ...errorAnswers },
});

const getFilters = createRoute({
  method: "get",
  path: "/api/filters",
  middleware: view,
  responses: { 200: json(filterList, "Your saved searches, and the shared ones"), ...errorAnswers },
});

const postFilter = createRoute({
  method: "post",
  path: "/api/filters",
  middleware: [view, bounded] as const,
  request: body(filterChange),
  responses: { 201: json(filterList, "All of them, with the new one"), ...errorAnswers },
});

const putFilter = createRoute({
  method: "put",
  path: "/api/filters/{id}",
  middleware: [view, bounded] as const,
  request: { params: filterParam, ...body(filterChange) },
  responses: { 200: json(filterList, "All of them, with the change"), ...errorAnswers },
});

const deleteOne = createRoute({
  method: "delete",
  path: "/api/filters/{id}",
  middleware: view,
  request: { params: filterParam },
  responses: { 200: json(filterList, "Those that are left"), ...errorAnswers },
});

/** The list of sessions, and what people add to it. */
export const listRoutes = adminRoutes()
  .openapi(getSessions, async (context) => context.json(await searchList(context, context.req.valid("query")), 200))
  .openapi(getCount, async (context) => context.json(await countSearch(context, context.req.valid("query")), 200))
  .openapi(getLive, (context) => watchList(context))
  .openapi(getValues, async (context) =>
    context.json({ values: await offerValues(context, context.req.valid("query")) }, 200),
  )
  .openapi(getNeighbours, async (context) =>
    context.json(await searchNeighbours(context, context.req.valid("param").id, context.req.valid("query")), 200),
  )
  .openapi(postTags, async (context) =>
    context.json({ changed: await setTags(context, context.req.valid("json")) }, 200),
  )
  .openapi(putTag, async (context) => {
    const { id, tag } = context.req.valid("param");
    return context.json({ tags: await setTag(context, id, tag, true) }, 200);
  })
  .openapi(deleteTag, async (context) => {
    const { id, tag } = context.req.valid("param");
    return context.json({ tags: await setTag(context, id, tag, false) }, 200);
  })
  .openapi(postSeen, async (context) => {
    await noteSeen(context, context.req.valid("param").id);
    return context.body(null, 204);
  })
  .openapi(getFilters, async (context) => context.json({ filters: await filtersOf(context) }, 200))
  .openapi(postFilter, async (context) =>
    context.json({ filters: await addFilter(context, context.req.valid("json")) }, 201),
  )
  .openapi(putFilter, async (context) =>
    context.json(
      { filters: await changeFilter(context, context.req.valid("param").id, context.req.valid("json")) },
      200,
    ),
  )
  .openapi(deleteOne, async (context) =>
    context.json({ filters: await removeFilter(context, context.req.valid("param").id) }, 200),
  );
