import type { PageRow } from "../protocol/api.schema.ts";
import { LIMITS, boundTrail, type BatchSummary, type TrailRoom } from "../protocol/index.ts";
import type { PrivacySettings } from "../protocol/privacy/privacy.schema.ts";
import type { ChunkRecord, ChunkRevision } from "../storage/index.ts";
import type { Holding } from "./holding.ts";
import type { PendingBatch } from "./chunk-plan.ts";
import { RECORDING_TABLES } from "./recording-tables.ts";
import type { BufferedBatch, IncomingBatch, PlannedChunk, SessionState, Totals } from "./recording-types.ts";
import { scrubRecording } from "./recording-scrub.ts";
import { TrailStore } from "./trail-store.ts";

/** Batches of one document have ids from `page × pageSeqs` on: the id is the row's key, so that a batch costs one row and no index. */
const SEQS_PER_PAGE = LIMITS.pageSeqs;

/** All SQL of the Recording object. Times are Unix milliseconds. */
export class RecordingStore {
  readonly trail: TrailStore;

  constructor(private readonly sql: SqlStorage) {
    this.trail = new TrailStore(sql, SEQS_PER_PAGE);
  }

  /** Makes the tables. Safe to run again. */
  migrate(): void {
    this.sql.exec(RECORDING_TABLES);
    this.trail.migrate();
  }

  /** Whether the object holds a session. One that does not must not get tables by being asked. */
  exists(): boolean {
    return (
      this.sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'state'").toArray().length > 0 &&
      this.state() !== null
    );
  }

  state(): SessionState | null {
    const [row] = this.sql.exec<{ json: string }>("SELECT json FROM state").toArray();
    return row ? (JSON.parse(row.json) as SessionState) : null;
  }

  saveState(state: SessionState): void {
    this.sql.exec(
      "INSERT INTO state (id, json) VALUES (1, ?) ON CONFLICT DO UPDATE SET json = excluded.json",
      JSON.stringify(state),
    );
  }

  /** Numbers of the documents, and whether a keyframe of each has come. */
  pageNumbers(): Map<string, { no: number; keyframe: boolean }> {
    const rows = this.sql.exec<{ no: number; page: string; keyframe: number }>("SELECT no, page, keyframe FROM pages");
    return new Map(rows.toArray().map(({ no, page, keyframe }) => [page, { no, keyframe: keyframe === 1 }]));
  }

  addPage(page: string): number {
    return this.sql
      .exec<{ no: number }>(
        "INSERT INTO pages (page, tab, url, title, last_url, last_title, width, height, keyframe) VALUES (?, '', '', '', '', '', 0, 0, 0) RETURNING no",
        page,
      )
      .one().no;
  }

  /** Notes what a batch says of its document; writes only when it says something. */
  updatePage(no: number, { page, meta, lastUrl, lastTitle, keyframes }: BatchSummary): void {
    if (page) {
      const [width, height] = page.viewport;
      this.sql.exec(
        "UPDATE pages SET tab = ?, url = ?, title = ?, width = ?, height = ? WHERE no = ?",
        page.tab,
        page.url,
        page.title,
        width,
        height,
        no,
      );
    }
    if (meta) {
      const [width, height] = meta.viewport;
      this.sql.exec(
        "UPDATE pages SET url = ?1, last_url = CASE last_url WHEN '' THEN ?1 ELSE last_url END, width = ?2, height = ?3 WHERE no = ?4 AND url = '' AND ?1 <> ''",
        meta.url,
        width,
        height,
        no,
      );
    }
    if (lastUrl !== undefined)
      this.sql.exec("UPDATE pages SET last_url = ?, last_title = ? WHERE no = ?", lastUrl, lastTitle ?? "", no);
    if (keyframes.length > 0) this.sql.exec("UPDATE pages SET keyframe = 1 WHERE no = ? AND keyframe = 0", no);
  }

  /** Hash of the batch with this number, or `null`. */
  batchHash(no: number, seq: number): string | null {
    const [row] = this.sql
      .exec<{ sha256: string }>("SELECT sha256 FROM batches WHERE id = ?", no * SEQS_PER_PAGE + seq)
      .toArray();
    return row?.sha256 ?? null;
  }

  /** Adds a line to the ledger. Answers what is left of the trail's room; `known` is not changed. */
  addBatch(no: number, known: Holding, at: number, batch: IncomingBatch): TrailRoom {
    const { seq, sha256, body, inflatedBytes, summary } = batch;
    const room = { ...known.trail };
    const trail = summary.trail ? boundTrail(summary.trail, room) : null;
    this.sql.exec(
      `INSERT INTO batches (id, arrival, at, sha256, wire, inflated, from_at, to_at, events, clicks, inputs, navigations, keyframes, body, trail)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      no * SEQS_PER_PAGE + seq,
      known.lastArrival + 1,
      at,
      sha256,
      body.byteLength,
      inflatedBytes,
      Math.round(summary.from),
      Math.round(summary.to),
      summary.events,
      summary.clicks,
      summary.inputs,
      summary.navigations,
      JSON.stringify(summary.keyframes),
      body,
      trail && JSON.stringify(trail),
    );
    return room;
  }

  totals(): Totals {
    return this.sql
      .exec<Record<keyof Totals, number>>(
        `SELECT COUNT(*) AS batches, COALESCE(SUM(wire), 0) AS wireBytes, COALESCE(SUM(events), 0) AS events,
          COALESCE(SUM(clicks), 0) AS clicks, COALESCE(SUM(inputs), 0) AS inputs, COALESCE(SUM(navigations), 0) AS navigations,
          COALESCE(MIN(from_at), 0) AS "from", COALESCE(MAX(to_at), 0) AS "to", COALESCE(MAX(at), 0) AS receivedAt,
          COALESCE(MAX(arrival), 0) AS lastArrival FROM batches`,
      )
      .one();
  }

  /** Documents in the order they were opened, with the times of their events. */
  pages(): (PageRow & { lastUrl: string; lastTitle: string })[] {
    return this.sql
      .exec<Record<keyof PageRow | "lastUrl" | "lastTitle", SqlStorageValue>>(
        `SELECT page, tab, url, title, width, height, last_url AS lastUrl, last_title AS lastTitle, MIN(from_at) AS "from", MAX(to_at) AS "to"
          FROM pages JOIN batches ON batches.id / ${SEQS_PER_PAGE} = pages.no GROUP BY no ORDER BY page`,
      )
      .toArray() as unknown as (PageRow & { lastUrl: string; lastTitle: string })[];
  }

  /** Documents that batches have come of since an arrival. */
  pagesSince(arrival: number): Set<string> {
    const rows = this.sql.exec<{ page: string }>(
      `SELECT DISTINCT page FROM pages JOIN batches ON batches.id / ${SEQS_PER_PAGE} = pages.no WHERE arrival > ?`,
      arrival,
    );
    return new Set(rows.toArray().map(({ page }) => page));
  }

  /** Batches that are in no planned chunk, in the order they came. */
  pending(): PendingBatch[] {
    return this.sql
      .exec<{ arrival: number; at: number; inflatedBytes: number; keyframe: number }>(
        "SELECT arrival, at, inflated AS inflatedBytes, keyframes <> '[]' AS keyframe FROM batches WHERE body IS NOT NULL AND arrival > (SELECT COALESCE(MAX(last), 0) FROM chunks) ORDER BY arrival",
      )
      .toArray()
      .map((row) => ({ ...row, keyframe: row.keyframe === 1 }));
  }

  /** Batches whose bytes are still here, with arrivals in [first, last], ordered by document and number. */
  *buffered(first = 0, last: number = Number.MAX_SAFE_INTEGER): Generator<BufferedBatch> {
    const rows = this.sql.exec<{ id: number; page: string; at: number; body: ArrayBuffer }>(
      `SELECT batches.id AS id, page, at, body FROM batches JOIN pages ON pages.no = batches.id / ${SEQS_PER_PAGE}
        WHERE body IS NOT NULL AND arrival BETWEEN ? AND ? ORDER BY page, batches.id`,
      first,
      last,
    );
    for (const { id, page, at, body } of rows) yield { page, seq: id % SEQS_PER_PAGE, at, body: new Uint8Array(body) };
  }

  /** Times and keyframes of the batches with arrivals in [first, last]. */
  span(
    first: number,
    last: number,
  ): { batches: number; from: number; to: number; keyframes: { page: string; at: number }[] } {
    const rows = this.sql
      .exec<{ page: string; from: number; to: number; keyframes: string }>(
        `SELECT page, from_at AS "from", to_at AS "to", keyframes FROM batches JOIN pages ON pages.no = batches.id / ${SEQS_PER_PAGE}
          WHERE arrival BETWEEN ? AND ? ORDER BY page, batches.id`,
        first,
        last,
      )
      .toArray();
    return {
      batches: rows.length,
      from: Math.min(...rows.map((row) => row.from)),
      to: Math.max(...rows.map((row) => row.to)),
      keyframes: rows.flatMap(({ page, keyframes }) => (JSON.parse(keyframes) as number[]).map((at) => ({ page, at }))),
    };
  }

  /** The chunk that was planned and is not stored yet, if any. */
  plannedChunk(): PlannedChunk | null {
    const [row] = this.sql
      .exec<{ n: number; first: number; last: number }>(
        "SELECT n, first, last FROM chunks WHERE record IS NULL ORDER BY n LIMIT 1",
      )
      .toArray();
    return row ?? null;
  }

  planChunk(last: number): PlannedChunk {
    return this.sql
      .exec<{ n: number; first: number; last: number }>(
        "INSERT INTO chunks (n, first, last) SELECT COALESCE(MAX(n) + 1, 0), COALESCE(MAX(last), 0) + 1, ? FROM chunks RETURNING n, first, last",
        last,
      )
      .one();
  }

  /** Notes that a chunk is in R2 and D1, and forgets the bytes of its batches. Their ledger lines stay. */
  forgetBatches({ n, first, last }: PlannedChunk, record: ChunkRecord): void {
    this.sql.exec("UPDATE chunks SET record = ? WHERE n = ?", JSON.stringify(record), n);
    this.sql.exec("UPDATE batches SET body = NULL WHERE arrival BETWEEN ? AND ?", first, last);
  }

  storedChunks(): ChunkRecord[] {
    return this.sql
      .exec<{ record: string }>("SELECT record FROM chunks WHERE record IS NOT NULL ORDER BY n")
      .toArray()
      .map((row) => JSON.parse(row.record) as ChunkRecord);
  }

  /** Notes what has become of a stored chunk. */
  noteRevision(revision: ChunkRevision): void {
    const known = this.storedChunks().find(({ n }) => n === revision.n);
    if (!known) return;
    this.sql.exec("UPDATE chunks SET record = ? WHERE n = ?", JSON.stringify({ ...known, ...revision }), revision.n);
  }

  /** See `scrubRecording`. */
  scrub(privacy: PrivacySettings): boolean {
    return scrubRecording(this.sql, this, privacy);
  }

  /** Numbers of all chunks, planned ones too. */
  chunkNumbers(): number[] {
    return this.sql
      .exec<{ n: number }>("SELECT n FROM chunks")
      .toArray()
      .map(({ n }) => n);
  }

  /** Forgets the session, and all that was to be done for it. */
  empty(): void {
    for (const table of ["state", "pages", "batches", "chunks", "deadlines"]) this.sql.exec(`DELETE FROM ${table}`);
  }
}
