// How fast sessions whose retention has ended are deleted in the local runtime, what each costs in D1 and R2, and whether nothing is
// left of them and nothing else went. Half of the sessions have ended; of those, pinned ones stay.
// `npm run bench:retention -- [--sessions 100000]`
import { once } from "node:events";
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { root } from "../scripts/lib.mjs";
import { chunkKey, sessionKeyKey } from "../src/storage/object-keys.ts";
import { bundleWorker, startWorker } from "../test/process/host.mjs";
import { fill } from "./list/fill.mjs";

const { values: options } = parseArgs({ options: { sessions: { type: "string", default: "100000" } } });
const total = Number(options.sessions);
const folder = mkdtempSync(join(tmpdir(), "playhead-retention-"));
const bundle = join(folder, "worker.js");
const stores = join(folder, "stores");
const YEAR_MS = 365 * 24 * 3_600_000;
const PER_CALL = 1_000;

/** The file of the index of the United States: the one that was marked through its binding. */
function indexFile() {
  const files = globSync("**/*.sqlite", { cwd: stores }).map((name) => join(stores, name));
  const marked = files.find((file) => {
    const db = new DatabaseSync(file);
    const found = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'marked_by_bench'").get();
    db.close();
    return found !== undefined;
  });
  if (!marked) throw new Error("the index has no file");
  return marked;
}

/** A document and a chunk for each session, and the older half has ended a day ago. */
const GIVE_PARTS = `
  DROP TABLE marked_by_bench;
  INSERT INTO pages (tenant, session, page, tab, url, title, from_at, to_at, width, height)
    SELECT tenant, id, id, 'tab', entry_url, title, started_at, last_at, 1280, 800 FROM sessions;
  INSERT INTO chunks (tenant, session, n, from_at, to_at, batches, stored_bytes, text_bytes, sha256, keyframes)
    SELECT tenant, id, 0, started_at, last_at, 8, 1024, 20480, hex(randomblob(32)), '[]' FROM sessions`;

/** What each table has of each session, and which sessions have ended. */
function census(file) {
  const db = new DatabaseSync(file, { readOnly: true });
  const rows = [
    ["sessions", "SELECT id AS session FROM sessions"],
    ["search", "SELECT rowid AS session FROM session_search"],
    ...["pages", "chunks", "session_trails", "session_tags", "session_seen"].map((table) => [
      table,
      `SELECT session FROM ${table}`,
    ]),
  ].map(([table, sql]) => [
    table,
    new Set(
      db
        .prepare(sql)
        .all()
        .map(({ session }) => session),
    ),
  ]);
  const sessions = db.prepare("SELECT tenant, id, place, expires_at AS ends, pinned_at AS pinned FROM sessions").all();
  db.close();
  return { tables: new Map(rows), sessions };
}

/** How many are in the one set and not in the other. */
function missing(from, others) {
  let count = 0;
  for (const value of from) if (!others.has(value)) count++;
  return count;
}

async function prepare(now) {
  const first = await startWorker({ bundle, folder: stores });
  const index = await first.miniflare.getD1Database("INDEX_US");
  await index.prepare("CREATE TABLE marked_by_bench (x)").run();
  await first.miniflare.dispose();
  const file = indexFile();
  fill(file, total);
  const db = new DatabaseSync(file);
  db.exec(GIVE_PARTS);
  const { id } = db.prepare("SELECT id FROM sessions ORDER BY id LIMIT 1 OFFSET ?").get(Math.floor(total / 2));
  db.prepare("UPDATE sessions SET expires_at = CASE WHEN id < ?1 THEN ?2 ELSE ?3 END").run(
    id,
    now - YEAR_MS / 365,
    now + YEAR_MS,
  );
  db.close();
  return file;
}

const begun = Date.now();
await bundleWorker(bundle, join(root, "bench/retention/worker.js"));
const file = await prepare(begun);
const before = census(file);
const ended = new Set(
  before.sessions.filter(({ ends, pinned }) => ends <= begun && pinned === null).map(({ id }) => id),
);
const endedPlaces = new Set(before.sessions.filter(({ id }) => ended.has(id)).map(({ place }) => place));
const tenants = [...new Set(before.sessions.map(({ tenant }) => tenant))];

const { miniflare, base } = await startWorker({ bundle, folder: stores });
/** Asks over a connection of its own: a kept one may have been closed while something was read here. */
async function ask(path, body) {
  const sent = request(new URL(path, base), { method: "POST", agent: false });
  sent.end(JSON.stringify(body ?? null));
  const [response] = await once(sent, "response");
  const answer = await text(response);
  if (response.statusCode !== 200) throw new Error(`${path} answered ${response.statusCode}: ${answer}`);
  return JSON.parse(answer);
}

try {
  await ask("/tenants", tenants);
  for (let i = 0; i < total; i += PER_CALL) await ask("/objects", before.sessions.slice(i, i + PER_CALL));
  console.log(
    `${total} sessions of ${tenants.length} tenants in ${Math.round((Date.now() - begun) / 1000)} s, ended ${ended.size}`,
  );

  const started = performance.now();
  let done = 0;
  let runs = 0;
  let last;
  do {
    last = await ask("/sweep", tenants);
    done += last.ended;
    runs++;
    if (runs % 10 === 0) console.log(`${done} deleted after ${((performance.now() - started) / 1_000).toFixed(0)} s`);
  } while (last.ended > 0);
  const seconds = (performance.now() - started) / 1_000;

  const keys = new Set();
  for (let cursor = null, page; page === undefined || cursor !== null; cursor = page.cursor) {
    page = await ask("/keys", cursor);
    for (const key of page.keys) if (key.includes("/s/")) keys.add(key);
  }
  const after = census(file);

  const perSession = (count) => (count / done).toFixed(2);
  const { counts, most } = last;
  console.log(
    `${done} deleted in ${runs} runs, ${seconds.toFixed(0)} s: ${(done / seconds).toFixed(1)} sessions a second`,
  );
  console.log(
    `per session: D1 ${perSession(counts.statements)} statements, ${perSession(counts.rowsRead)} rows read, ${perSession(counts.rowsWritten)} written; ` +
      `R2 ${perSession(counts.classA)} class A, ${perSession(counts.classB)} class B, ${perSession(counts.deletes)} deletes of ${perSession(counts.keysDeleted)} keys`,
  );
  console.log(`most rows are read, ${perSession(most[1])} per session, by: ${most[0].replaceAll(/\s+/g, " ")}`);
  const wanted = { left: 0, lost: 0 };
  for (const [table, was] of before.tables) {
    const gone = table === "search" ? endedPlaces : ended;
    const stays = [...was].filter((key) => !gone.has(key));
    const is = after.tables.get(table);
    wanted.left += missing(is, new Set(stays));
    wanted.lost += missing(stays, is);
  }
  const objects = new Set(
    before.sessions
      .filter(({ id }) => !ended.has(id))
      .flatMap(({ tenant, id }) => [sessionKeyKey(tenant, id), chunkKey(tenant, id, 0)]),
  );
  wanted.left += missing(keys, objects);
  wanted.lost += missing(objects, keys);
  console.log(`left over: ${wanted.left}; gone too much: ${wanted.lost}`);
  if (done !== ended.size || wanted.left + wanted.lost > 0) {
    console.error(`of ${ended.size} sessions that have ended, ${done} were deleted`);
    process.exitCode = 1;
  }
} finally {
  await miniflare.dispose();
  rmSync(folder, { recursive: true, force: true });
}
