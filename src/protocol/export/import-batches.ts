import { batchText } from "../batch.ts";
import type { ExportEvent } from "./lines.ts";

/** A batch as it was before it was exported. */
export interface ImportedBatch {
  page: string;
  seq: number;
  /** As it goes on the wire. */
  text: string;
}

/**
 * Puts events back into the batches that they came in. Lines of a document follow each other batch by batch; those of other documents may
 * lie between them.
 */
export class BatchMaker {
  private readonly open = new Map<string, { seq: number; events: string[]; sent: number }>();

  /** Takes a line; gives the batch before it, when that is whole. */
  take({ page, seq, event }: ExportEvent): ImportedBatch | null {
    const current = this.open.get(page);
    const text = JSON.stringify(event);
    if (current?.seq === seq) {
      current.events.push(text);
      current.sent = Math.max(current.sent, event.timestamp);
      return null;
    }
    this.open.set(page, { seq, events: [text], sent: event.timestamp });
    return current ? this.made(page, current) : null;
  }

  /** What is left at the end. */
  rest(): ImportedBatch[] {
    const made = [...this.open].map(([page, batch]) => this.made(page, batch));
    this.open.clear();
    return made;
  }

  private made(page: string, { seq, sent, events }: { seq: number; sent: number; events: string[] }): ImportedBatch {
    return { page, seq, text: batchText(Math.max(0, sent), events) };
  }
}
