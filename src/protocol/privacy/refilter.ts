import { batchText } from "../batch.ts";
import { chunkLine, type ChunkLine } from "../chunk-lines.ts";
import { EventType, type RecordedEvent } from "../events.ts";
import { LIMITS } from "../limits.ts";
import { judgeEvents, type ReactionRules } from "../reactions.ts";
import { filterEvent } from "./filter.ts";
import { PageFollower } from "./page-follower.ts";
import type { RecorderPrivacy } from "./privacy.schema.ts";
import { RedactionCount, redactEvent } from "./redact-event.ts";
import { StoredRules } from "./stored-rules.ts";

interface Page {
  follower: PageFollower;
  seq: number;
}

/**
 * Filters the batches of a stored session again, by what the tenant has decided since, and judges clicks again. It sees them in the order of the chunks, and
 * follows each document from its full snapshot on, so that rules hold for stored nodes as they did for the page's. A second run
 * changes nothing.
 */
export class Refilter {
  private readonly rules: StoredRules;
  /** The page that was seen last is the last one. */
  private readonly pages = new Map<string, Page>();

  constructor(
    private readonly privacy: RecorderPrivacy,
    private readonly signals?: ReactionRules,
  ) {
    this.rules = new StoredRules(privacy);
  }

  /** Sees a line that was filtered before. */
  observe({ page, seq, body }: ChunkLine): void {
    const follower = this.followerOf(page, seq);
    for (const event of body.events) follower.follow(event);
  }

  /** What is left of a line, as text without its line break. Changes the line. */
  line({ page, seq, at, body }: ChunkLine): string {
    const follower = this.followerOf(page, seq);
    const kept: RecordedEvent[] = [];
    const count = new RedactionCount();
    for (const event of body.events) {
      follower.follow(event);
      if (!filterEvent(event, this.privacy, follower.context(this.rules, this.privacy), () => {})) continue;
      redactEvent(event, count);
      kept.push(event);
    }
    // A batch has at least one event: the players and readers of chunks count on it.
    if (kept.length === 0) kept.push(standIn(body.events));
    const judged = (this.signals && judgeEvents(kept, this.signals)) ?? kept;
    return chunkLine(
      page,
      seq,
      at,
      batchText(
        body.sent,
        judged.map((event) => JSON.stringify(event)),
      ),
    );
  }

  private followerOf(name: string, seq: number): PageFollower {
    const page = this.pages.get(name) ?? { follower: new PageFollower(), seq: -1 };
    // A batch that came late says nothing of how the page looks by now, and is judged by itself.
    if (seq <= page.seq) return new PageFollower();
    if (seq !== page.seq + 1) page.follower.interrupt();
    page.seq = seq;
    this.pages.delete(name);
    this.pages.set(name, page);
    this.forgetOld();
    return page.follower;
  }

  /** Pages that were left long ago take no memory: if one goes on, it does so as one of which something is missing. */
  private forgetOld(): void {
    let nodes = 0;
    for (const [name, { follower }] of [...this.pages].toReversed()) {
      nodes += follower.tree.size;
      if (nodes > LIMITS.refilterNodes && nodes > follower.tree.size) this.pages.delete(name);
    }
  }
}

/** Stands for a batch of which nothing may stay. */
function standIn(events: readonly RecordedEvent[]): RecordedEvent {
  const payload = { reason: "refused" as const, batches: 0, bytes: 0, events: events.length };
  return { type: EventType.Custom, data: { tag: "playhead.gap", payload }, timestamp: events[0]!.timestamp };
}
