import { LIMITS } from "../protocol/index.ts";
import { LISTS } from "../protocol/list-limits.ts";
import type { SessionPlace } from "./asset-map.ts";
import type { RegionStores } from "./env.ts";
import { RECONCILIATION_KEY, SESSION_OBJECT, FILE_OBJECT, sessionKeyKey } from "./object-keys.ts";
import { sessionsAfter } from "./rewrap-list.ts";

/** How far a comparison of a bucket with its index is. */
export interface Reconciliation {
  startedAt: number;
  /** `objects`: those without rows; `rows`: those without objects; `words`: of deleted sessions; `done`: until it is time again. */
  phase: "objects" | "rows" | "words" | "done";
  /** The last key, or the last session, that was looked at; of the words: whether their merge has begun. */
  after: string | SessionPlace | null;
  objects: number;
  /** Objects that no row names. */
  orphans: number;
  deleted: number;
  sessions: number;
  /** Sessions that have chunks, and no key to open them with. */
  dangling: number;
}

function begun(now: number): Reconciliation {
  return {
    startedAt: now,
    phase: "objects",
    after: null,
    objects: 0,
    orphans: 0,
    deleted: 0,
    sessions: 0,
    dangling: 0,
  };
}

/** Where the last run left off; a new comparison when a week has passed since the last began. */
async function resume(bucket: R2Bucket, now: number): Promise<Reconciliation> {
  const object = await bucket.get(RECONCILIATION_KEY);
  const known = object && (await object.json<Reconciliation>());
  if (!known) return begun(now);
  return known.phase === "done" && now - known.startedAt >= LIMITS.reconcileMs ? begun(now) : known;
}

/** Those of these ids that the table has rows of. */
async function namesOf(index: D1Database, sql: string, pairs: readonly [string, string][]): Promise<Set<string>> {
  const { results } = await index.prepare(sql).bind(JSON.stringify(pairs)).all<{ name: string }>();
  return new Set(results.map(({ name }) => name));
}

const PAIRS = "SELECT json_extract(value, '$[0]') AS tenant, json_extract(value, '$[1]') AS id FROM json_each(?)";
const KNOWN_SESSIONS = `SELECT asked.tenant || '/' || asked.id AS name FROM (${PAIRS}) asked
  JOIN sessions ON sessions.tenant = asked.tenant AND sessions.id = asked.id`;
const KNOWN_FILES = `SELECT asked.tenant || '/' || asked.id AS name FROM (${PAIRS}) asked
  JOIN assets ON assets.tenant = asked.tenant AND assets.sha256 = asked.id`;

function pairsOf(keys: readonly string[], shape: RegExp): [string, string][] {
  const pairs = new Map<string, [string, string]>();
  for (const key of keys) {
    const [, tenant, id] = shape.exec(key) ?? [];
    if (tenant && id) pairs.set(`${tenant}/${id}`, [tenant, id]);
  }
  return [...pairs.values()];
}

/** The keys of objects whose session or file the index does not have. */
async function withoutRows(index: D1Database, keys: readonly string[]): Promise<string[]> {
  const [sessions, files] = await Promise.all([
    namesOf(index, KNOWN_SESSIONS, pairsOf(keys, SESSION_OBJECT)),
    namesOf(index, KNOWN_FILES, pairsOf(keys, FILE_OBJECT)),
  ]);
  return keys.filter((key) => {
    const [, tenant, session] = SESSION_OBJECT.exec(key) ?? [];
    if (session) return !sessions.has(`${tenant}/${session}`);
    const [, owner, file] = FILE_OBJECT.exec(key) ?? [];
    return file !== undefined && !files.has(`${owner}/${file}`);
  });
}

/** The next objects. Orphans are deleted once they are older than any state a database could be brought back to. */
async function compareObjects(
  { bucket, index }: RegionStores,
  state: Reconciliation,
  now: number,
): Promise<Reconciliation> {
  const startAfter = typeof state.after === "string" ? state.after : undefined;
  const page = await bucket.list({ prefix: "t/", limit: LIMITS.reconcileObjects, ...(startAfter && { startAfter }) });
  const orphans = new Set(
    await withoutRows(
      index,
      page.objects.map(({ key }) => key),
    ),
  );
  const old = page.objects.filter(
    ({ key, uploaded }) => orphans.has(key) && uploaded.getTime() < now - LIMITS.orphanMs,
  );
  if (old.length > 0) await bucket.delete(old.map(({ key }) => key));
  const last = page.objects.at(-1)?.key ?? null;
  return {
    ...state,
    ...(page.truncated ? { after: last } : { phase: "rows", after: null }),
    objects: state.objects + page.objects.length,
    orphans: state.orphans + orphans.size,
    deleted: state.deleted + old.length,
  };
}

/** The next sessions: those that have chunks have a key. */
async function compareRows({ bucket, index }: RegionStores, state: Reconciliation): Promise<Reconciliation> {
  const after = typeof state.after === "object" ? state.after : null;
  const places = await sessionsAfter(index, after, LIMITS.reconcileRows);
  const { results } = await index
    .prepare(
      `SELECT DISTINCT tenant, session FROM chunks JOIN (${PAIRS}) asked USING (tenant) WHERE session = asked.id`,
    )
    .bind(JSON.stringify(places.map(({ tenant, session }) => [tenant, session])))
    .all<SessionPlace>();
  let dangling = 0;
  for (const { tenant, session } of results) {
    if (await bucket.head(sessionKeyKey(tenant, session))) continue;
    dangling++;
    console.error(`reconciliation: session ${tenant}/${session} has chunks and no key`);
  }
  const full = places.length === LIMITS.reconcileRows;
  return {
    ...state,
    ...(full ? { after: places.at(-1)! } : { phase: "words", after: null }),
    sessions: state.sessions + places.length,
    dangling: state.dangling + dangling,
  };
}

/**
 * The words of deleted sessions: the search index finds none of them, and keeps them in its pages until SQLite merges what they stand in. A
 * negative number begins a merge of everything, positive ones go on with it; one that has nothing left to do changes less than two rows
 * (https://www.sqlite.org/fts5.html#the_merge_command).
 */
async function mergeWords({ index }: RegionStores, state: Reconciliation): Promise<Reconciliation> {
  const pages = (state.after === null ? -1 : 1) * LISTS.mergePages;
  const count = index.prepare("SELECT total_changes() AS rows");
  const merge = index.prepare("INSERT INTO session_search (session_search, rank) VALUES ('merge', ?)").bind(pages);
  const [before, , after] = await index.batch<{ rows: number }>([count, merge, count]);
  const isDone = after!.results[0]!.rows - before!.results[0]!.rows < 2;
  return { ...state, phase: isDone ? "done" : "words", after: isDone ? null : "merging" };
}

const PHASES = { objects: compareObjects, rows: compareRows, words: mergeWords };

/**
 * Compares a bucket with its index, a page in each run, once a week from the beginning. What it has seen is noted in the bucket after each
 * page: a run that is broken off is done again. Answers the state when this run has come to the end, else `null`.
 */
export async function reconcile(stores: RegionStores, now: number): Promise<Reconciliation | null> {
  const state = await resume(stores.bucket, now);
  if (state.phase === "done") return null;
  const next = await PHASES[state.phase](stores, state, now);
  await stores.bucket.put(RECONCILIATION_KEY, JSON.stringify(next));
  return next.phase === "done" ? next : null;
}
