import { parseQuery } from "../../src/protocol/query/parse.ts";
import { planOf } from "../../src/storage/search/plan.ts";
import { countSessions } from "../../src/storage/search/search.ts";
import { placesStatement } from "../../src/storage/search/statement.ts";
import { listSessions } from "../../src/storage/session-list.ts";

/** What the benchmark asks for, answered as the Worker would. */
const ANSWERS = {
  list: async (index, query, asker, { limit, cursor }) => {
    const { sessions, next } = await listSessions(index, query, asker, { limit, cursor });
    return { found: sessions.length, next };
  },
  count: async (index, query, asker) => ({ count: await countSessions(index, query, asker) }),
  explain: async (index, query, asker) => {
    const plan = planOf(query, asker);
    const { from, to } = plan;
    const { sql, values } = placesStatement(plan, asker, { from, to, limit: 51, direction: "older" });
    const { results } = await index
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .bind(...values)
      .all();
    return { plan: results.map(({ detail }) => detail).join("; ") };
  },
  none: async () => ({}),
};

export default {
  async fetch(request, { INDEX }) {
    const { what, q, asker, ...more } = await request.json();
    return Response.json(await ANSWERS[what](INDEX, parseQuery(q), asker, more));
  },
};
