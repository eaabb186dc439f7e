import { LISTS } from "../protocol/list-limits.ts";
import type { MovedSession } from "../protocol/list-live.schema.ts";
import { faultWords } from "./fault-words.ts";

/** What the teller needs of the session's object. */
export interface TellerShell {
  /** The session as the list shows it; `null` when none is held any more. */
  row(): MovedSession | null;
  /** Tells the tenant's object. `false`: nobody looks at the list any more. */
  tell(row: MovedSession): Promise<boolean>;
}

/**
 * Tells the tenant's object how a session goes on, while somebody looks at a list that shows it, and never more often than every few
 * seconds. It is kept in memory only: an object that was started again hears from the lists within two minutes.
 */
export class ListTeller {
  private until = 0;
  /** Whoever looked until then has gone. */
  private over = 0;
  private toldAt = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly shell: TellerShell) {}

  /** Somebody looks, until then (Unix milliseconds). */
  look(until: number): void {
    this.until = Math.max(this.until, until);
  }

  /** Something has changed. `announced`: until when whoever heard of the session's beginning looks. */
  changed(now: number, announced = 0): void {
    const until = Math.max(this.until, announced);
    if (until <= Math.max(now, this.over) || this.timer !== null) return;
    this.timer = setTimeout(() => void this.tell(until), Math.max(0, this.toldAt + LISTS.movedEveryMs - now));
  }

  private async tell(until: number): Promise<void> {
    this.timer = null;
    this.toldAt = Date.now();
    const row = this.shell.row();
    if (!row) return;
    try {
      if (!(await this.shell.tell(row))) this.over = Math.max(this.over, until);
    } catch (error) {
      // The next change is told again.
      console.warn("a list was not told:", faultWords(error));
    }
  }
}
