// How long the list takes to search a million sessions in a local D1, and how each search is answered. Filled once, kept in a folder.
// `node --experimental-transform-types bench/list.mjs [--sessions 1000000] [--folder <where the database is kept>]`
import { existsSync, globSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ACTOR, BIG, NOW, fill } from "./list/fill.mjs";
import { openIndex } from "./list/open-index.mjs";
import { QUERIES } from "./list/queries.mjs";

const { values: options } = parseArgs({
  options: { sessions: { type: "string", default: "1000000" }, folder: { type: "string" } },
});
const sessions = Number(options.sessions);
const folder = options.folder ?? join(tmpdir(), `playhead-list-${sessions}`);
/** Ticks of the CPU are ten milliseconds: only many calls together say something. */
const ROUNDS = 20;
const DEEP_ROWS = 200;
const ready = join(folder, "ready");

/** The file that the local D1 keeps its data in. */
function databaseFile() {
  const names = globSync("**/*.sqlite", { cwd: folder });
  return join(
    folder,
    names.find((name) => name.includes("D1") && !name.includes("metadata")),
  );
}

if (!existsSync(ready)) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const made = await openIndex(folder);
  await made.close();
  const begun = performance.now();
  fill(databaseFile(), sessions);
  console.log(`${sessions} sessions written in ${Math.round((performance.now() - begun) / 1000)} s`);
  mkdirSync(ready);
}

const { ask, close, cpuMs } = await openIndex(folder);
const asker = { tenant: BIG, actor: ACTOR, environment: null, zone: "Europe/Berlin", now: NOW };

function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

async function timed(question) {
  const begun = performance.now();
  const answer = await ask({ asker, ...question });
  return { ms: performance.now() - begun, answer };
}

/** Where a page deep in the list of a search begins. */
async function deepCursor(q, pages) {
  let cursor;
  for (let page = 0; page < pages; page++) {
    const { next } = await ask({ what: "list", q, asker, limit: DEEP_ROWS, cursor });
    if (next === null) return cursor;
    cursor = next;
  }
  return cursor;
}

const all = [];
const idle = [];
const cpus = [];
console.log("| search | rows | CPU ms | p50 ms | p95 ms | count | how |\n| --- | --- | --- | --- | --- | --- | --- |");
for (const { q, deep = 0 } of QUERIES) {
  const cursor = deep ? await deepCursor(q, deep) : undefined;
  const times = [];
  let { answer: last } = await timed({ what: "list", q, limit: 50, cursor });
  const before = cpuMs();
  for (let round = 0; round < ROUNDS; round++) {
    const { ms, answer } = await timed({ what: "list", q, limit: 50, cursor });
    times.push(ms);
    last = answer;
  }
  const cpu = (cpuMs() - before) / ROUNDS;
  cpus.push(cpu);
  idle.push((await timed({ what: "none", q: "" })).ms);
  times.sort((a, b) => a - b);
  all.push(...times);
  const count = deep ? null : await timed({ what: "count", q });
  const counted = count ? `${count.answer.count ?? "–"} in ${count.ms.toFixed(0)} ms` : "";
  const name = `\`${q || "(all)"}\`${deep ? `, ${deep * DEEP_ROWS} rows down` : ""}`;
  const { plan } = await ask({ what: "explain", q, asker });
  console.log(
    `| ${name} | ${last.found}${last.next ? "+" : ""} | ${cpu.toFixed(1)} | ${percentile(times, 0.5).toFixed(1)} | ${percentile(times, 0.95).toFixed(1)} | ${counted} | ${plan} |`,
  );
}
all.sort((a, b) => a - b);
idle.sort((a, b) => a - b);
cpus.sort((a, b) => a - b);
const say = (times) => [0.5, 0.95, 1].map((share) => percentile(times, share).toFixed(1)).join(" / ");
console.log(`\nCPU of the runtime for one call, p50 / p95 / max of the searches: ${say(cpus)} ms`);
console.log(`Time, p50 / p95 / max of all: ${say(all)} ms; of a call that asks for nothing: ${say(idle)} ms`);
await close();
