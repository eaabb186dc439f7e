import {
  assembleTrail,
  boundTrail,
  type BoundTrail,
  type TrailEntry,
  type TrailNote,
  type TrailRoom,
} from "../protocol/index.ts";
import { filterNote } from "../protocol/privacy/trail-filter.ts";
import { TRAIL_COLUMN } from "./recording-tables.ts";
import type { RecorderPrivacy } from "../protocol/privacy/privacy.schema.ts";

/** The trail of a session, kept batch by batch in the ledger. */
export class TrailStore {
  constructor(
    private readonly sql: SqlStorage,
    private readonly seqsPerPage: number,
  ) {}

  /** Adds the column to a table of before it. */
  migrate(): void {
    const columns = this.sql.exec<{ name: string }>("PRAGMA table_info(batches)").toArray();
    if (!columns.some(({ name }) => name === "trail")) this.sql.exec(TRAIL_COLUMN);
  }

  private *rows(): Generator<{ id: number } & BoundTrail> {
    const rows = this.sql.exec<{ id: number; trail: string }>(
      "SELECT id, trail FROM batches WHERE trail IS NOT NULL ORDER BY id",
    );
    for (const { id, trail } of rows) yield { id, ...(JSON.parse(trail) as BoundTrail) };
  }

  /** How much of its room the session has used. */
  room(): TrailRoom {
    const room: TrailRoom = { entries: 0, clicks: 0, bytes: 0 };
    for (const { kept } of this.rows()) boundTrail(kept, room);
    return room;
  }

  /** All of it in order, and how many entries had no room. */
  read(startedAt: number, entryUrl: string): { entries: TrailEntry[]; cut: number } {
    const documents = new Map<number, TrailNote[]>();
    let cut = 0;
    for (const { id, kept, cut: without } of this.rows()) {
      const no = Math.floor(id / this.seqsPerPage);
      documents.set(no, [...(documents.get(no) ?? []), ...kept]);
      cut += without;
    }
    return { entries: assembleTrail([...documents.values()], { startedAt, entryUrl }), cut };
  }

  /** Takes out what the settings do not allow any more. Answers whether anything was. */
  scrub(privacy: RecorderPrivacy): boolean {
    let changed = false;
    // All at first: rows must not change while they are read.
    const all = Array.from(this.rows());
    for (const { id, kept, cut } of all) {
      const before = JSON.stringify({ kept, cut });
      const after = JSON.stringify({ kept: kept.map((note) => filterNote(note, privacy)), cut } satisfies BoundTrail);
      if (after === before) continue;
      changed = true;
      this.sql.exec("UPDATE batches SET trail = ? WHERE id = ?", after, id);
    }
    return changed;
  }
}
