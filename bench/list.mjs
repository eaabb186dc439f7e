// How long the list takes to search a million sessions in a local D1, and how each search is answered.
// `node bench/list.mjs [--sessions 1000000] [--folder <where the database is kept>]`
import { existsSync, globSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseQuery } from "../src/protocol/query/parse.ts";
import { planOf } from "../src/storage/search/plan.ts";
import { countSessions } from "../src/storage/search/search.ts";
import { placesStatement } from "../src/storage/search/statement.ts";
import { listSessions } from "../src/storage/session-list.ts";
import { ACTOR, BIG, NOW, fill } from "./list/fill.mjs";
import { openIndex } from "./list/open-index.mjs";
import { QUERIES } from "./list/queries.mjs";

const { values: options } = parseArgs({
  options: { sessions: { type: "string", default: "1000000" }, folder: { type: "string" } },
});
const sessions = Number(options.sessions);
const folder = options.folder ?? join(tmpdir(), `playhead-list-${sessions}`);
const ROUNDS = 9;
const ready = join(folder, "ready");

/** The file that the local D1 keeps its data in. */
function databaseFile() {
  return globSync("**/*.sqlite", { cwd: folder })
    .filter((name) => !name.includes("metadata"))
    .map((name) => join(folder, name))[0];
}

if (!existsSync(ready)) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const made = await openIndex(folder);
  await made.close();
  const begun = Date.now();
  fill(databaseFile(), sessions);
  console.log(`${sessions} sessions written in ${Math.round((Date.now() - begun) / 1000)} s`);
  mkdirSync(ready);
}

const { index, close } = await openIndex(folder);
const asker = { tenant: BIG, actor: ACTOR, environment: null, zone: "Europe/Berlin", now: NOW };

function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

async function timed(work) {
  const begun = performance.now();
  const answer = await work();
  return { ms: performance.now() - begun, answer };
}

/** Where a page deep in the list of a search begins. */
async function deepCursor(query, pages) {
  let cursor;
  for (let page = 0; page < pages; page++) {
    const { next } = await listSessions(index, query, asker, { limit: 200, cursor });
    if (next === null) return cursor;
    cursor = next;
  }
  return cursor;
}

async function explain(query) {
  const plan = planOf(query, asker);
  const { from, to } = plan;
  const { sql, values } = placesStatement(plan, asker, { from, to, limit: 51, direction: "older" });
  const { results } = await index
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .bind(...values)
    .all();
  return results.map(({ detail }) => detail).join("; ");
}

const all = [];
const rows = [];
for (const { q, deep = 0 } of QUERIES) {
  const query = parseQuery(q);
  const cursor = deep ? await deepCursor(query, deep) : undefined;
  const times = [];
  let found = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const { ms, answer } = await timed(() => listSessions(index, query, asker, { limit: 50, cursor }));
    times.push(ms);
    found = answer.sessions.length;
    if (round === 0) rows.push({ q: q + (deep ? `  (page ${deep * 4 + 1})` : ""), found, more: answer.next !== null });
  }
  // The count is asked for once a search, beside its first page.
  const count = deep ? null : await timed(() => countSessions(index, query, asker));
  times.sort((a, b) => a - b);
  all.push(...times);
  Object.assign(rows.at(-1), {
    p50: percentile(times, 0.5).toFixed(1),
    p95: percentile(times, 0.95).toFixed(1),
    count: count ? `${count.answer ?? "–"} in ${count.ms.toFixed(0)} ms` : "",
    plan: await explain(query),
  });
}
all.sort((a, b) => a - b);
console.log("| search | rows | p50 ms | p95 ms | count | how |\n| --- | --- | --- | --- | --- | --- |");
for (const { q, found, more, p50, p95, count, plan } of rows)
  console.log(`| \`${q || "(all)"}\` | ${found}${more ? "+" : ""} | ${p50} | ${p95} | ${count} | ${plan} |`);
console.log(
  `\nAll: p50 ${percentile(all, 0.5).toFixed(1)} ms, p95 ${percentile(all, 0.95).toFixed(1)} ms, max ${all.at(-1).toFixed(1)} ms`,
);
await close();
