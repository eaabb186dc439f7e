import type { NewEntry } from "../protocol/activity/entry.ts";
import { joinWatched, watchedMs, type Watched } from "../protocol/activity/stretches.ts";
import { LIMITS } from "../protocol/index.ts";
import type { LogOwner } from "./activity-chain.ts";
import type { ActivityLog } from "./activity-log.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import type { TenantDeadline } from "./deadlines.ts";
import { ViewStore, type OpenView } from "./view-store.ts";

/** What somebody does under a view's grant. */
export interface ViewProgress {
  /** A chunk whose bytes are about to be sent. */
  chunk?: number;
  live?: boolean;
  watched?: Watched[];
}

/**
 * Views: an entry before the first byte, one more when it is over, which says how much was fetched and watched. What is known meanwhile
 * is beside the log, because the log itself never changes.
 */
export class Views {
  private readonly store: ViewStore;

  constructor(
    sql: SqlStorage,
    private readonly log: ActivityLog,
    private readonly clock: AlarmClock<TenantDeadline>,
  ) {
    this.store = new ViewStore(sql);
  }

  /** Begins a view; it is in the log when this answers. Answers the number of its entry. */
  begin(owner: LogOwner, entry: NewEntry & { session: string }, now: number): number {
    const { session, environment = null, actor, maskedIp = null } = entry;
    return this.clock.commit(() => {
      const seq = this.log.append(owner, entry, now);
      this.store.save({
        seq,
        session,
        environment,
        actor,
        maskedIp,
        lastAt: now,
        chunks: [],
        live: false,
        watched: [],
      });
      this.clock.ensure("views", now + LIMITS.viewIdleMs);
      return seq;
    });
  }

  /** Notes what happens under a view's grant. `false`: the view is over, and its grant with it. */
  progress(seq: number, { chunk, live, watched = [] }: ViewProgress, now: number): boolean {
    const view = this.store.read(seq);
    if (!view) return false;
    const known = chunk === undefined || view.chunks.includes(chunk);
    this.store.save({
      ...view,
      lastAt: now,
      chunks: known ? view.chunks : [...view.chunks, chunk].toSorted((a, b) => a - b),
      live: view.live || live === true,
      watched: joinWatched([...view.watched, ...watched], LIMITS.viewStretches),
    });
    return true;
  }

  /** How far those of these views are that are not over. */
  open(seqs: readonly number[]): { seq: number; watchedMs: number; chunks: number }[] {
    return this.store
      .among(seqs)
      .map(({ seq, watched, chunks }) => ({ seq, watchedMs: watchedMs(watched), chunks: chunks.length }));
  }

  /** What the alarm does: enters what views came to of which nothing was heard for longer than a grant lives. */
  async onAlarm(now: number): Promise<number | null> {
    const owner = this.log.chain.state();
    for (const view of this.store.idle(now - LIMITS.viewIdleMs, LIMITS.viewsPerRun)) {
      this.clock.commit(() => {
        this.log.append(owner!, closingEntry(view), now);
        this.store.remove(view.seq);
      });
    }
    const oldest = this.store.oldest();
    return oldest === null ? null : Math.max(now, oldest + LIMITS.viewIdleMs);
  }
}

function closingEntry({ seq: view, session, environment, actor, maskedIp, chunks, live, watched }: OpenView): NewEntry {
  const details = { view, watchedMs: watchedMs(watched), watched, chunks, live };
  return { actor, action: "watched", session, environment, maskedIp, details };
}
