import type { PageRow, SessionRow } from "../api.schema.ts";
import type { RecordedEvent } from "../events.ts";

/**
 * An export as lines of JSON (NDJSON, UTF-8), documented in docs/export.md. Of each session: one `head`, its events in the order in
 * which the player has them, one `tail`.
 */
export const EXPORT_VERSION = 1;

export interface ExportHead {
  playhead: "session";
  v: typeof EXPORT_VERSION;
  /** When it was exported, Unix milliseconds. */
  exportedAt: number;
  session: SessionRow;
  pages: PageRow[];
}

export interface ExportEvent {
  /** The document it comes from, and the tab that is in. */
  page: string;
  tab: string;
  /** Number of its batch in the document, and its place in the batch: the order of a document's events. */
  seq: number;
  i: number;
  event: RecordedEvent;
}

export interface ExportTail {
  playhead: "end";
  events: number;
  /** Of all bytes of this session before this line, hex. */
  sha256: string;
}

export type ExportLine = ExportHead | ExportEvent | ExportTail;

export function isHead(line: ExportLine): line is ExportHead {
  return "playhead" in line && line.playhead === "session";
}

export function isTail(line: ExportLine): line is ExportTail {
  return "playhead" in line && line.playhead === "end";
}
