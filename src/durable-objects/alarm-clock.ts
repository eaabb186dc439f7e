import type { DeadlineTable } from "./deadline-table.ts";
import { due, nextAlarm, retryDelay, type Deadline } from "./deadlines.ts";
import { faultWords } from "./fault-words.ts";

/** Does what a deadline is for. Answers when it has to be done again, Unix milliseconds, or `null`. Safe to run twice. */
export type DeadlineHandler = (now: number) => Promise<number | null>;

/** One alarm, several named deadlines. */
export class AlarmClock<Name extends string> {
  constructor(
    private readonly storage: DurableObjectStorage,
    private readonly table: DeadlineTable<Name>,
    private readonly order: readonly Name[],
    private readonly handlers: Record<Name, DeadlineHandler>,
  ) {}

  /** The deadlines as every batch asks for them; few change them. */
  private standing: readonly Deadline<Name>[] | null = null;
  /** What the alarm was set to; `undefined` when this object has not looked yet. */
  private armedFor: number | null | undefined;
  /** A deadline was set since the alarm was armed. */
  private changed = false;

  /** Sets a deadline unless an earlier one of that name stands. Call inside the transaction that makes it necessary. */
  ensure(name: Name, at: number): boolean {
    this.standing ??= this.table.all();
    const standing = this.standing.find((deadline) => deadline.name === name);
    if (standing && standing.at <= at) return false;
    this.set({ name, at, tries: 0 });
    return true;
  }

  private set(deadline: Deadline<Name>): void {
    this.changed = true;
    this.standing = null;
    this.table.set(deadline);
  }

  /** Takes a deadline away: what it was for is done. */
  clear(name: Name): void {
    this.standing = null;
    this.table.clear(name);
  }

  /**
   * Arms the alarm for the next deadline. Called right after the transaction that set one, with no wait in between, so that
   * both are written together; and by the first batch after a restart, so that a lost alarm is set again.
   */
  arm(): void {
    this.changed = false;
    const next = nextAlarm(this.table.all());
    if (next === this.armedFor) return;
    this.armedFor = next;
    // The storage keeps the order of writes and holds back answers until they are durable; nothing is gained by waiting here.
    if (next === null) void this.storage.deleteAlarm();
    else void this.storage.setAlarm(next);
  }

  /** One transaction that sets deadlines; the alarm is armed with it. */
  commit<T>(work: () => T): T {
    this.changed = true;
    return this.commitQuietly(work);
  }

  /** The same for one that seldom sets a deadline: only then is the alarm looked at. */
  commitQuietly<T>(work: () => T): T {
    let result: T;
    try {
      result = this.storage.transactionSync(work);
    } catch (error) {
      this.reset();
      throw error;
    }
    if (this.changed) this.arm();
    return result;
  }

  /** Whether the alarm has been armed since this object was started. */
  get armed(): boolean {
    return this.armedFor !== undefined;
  }

  /** Forgets what is remembered of the tables, after a transaction that failed or when they are gone. */
  reset(): void {
    this.standing = null;
    this.armedFor = undefined;
  }

  /** Runs what is due. A handler that fails is tried again later; it never makes the alarm throw. */
  async run(now: () => number): Promise<void> {
    for (const deadline of due(this.table.all(), this.order, now())) {
      try {
        const again = await this.handlers[deadline.name](now());
        if (!this.table.exists()) {
          this.reset();
          return;
        }
        if (again === null) this.clear(deadline.name);
        else this.set({ name: deadline.name, at: again, tries: 0 });
      } catch (error) {
        console.error(`deadline ${deadline.name} failed, try ${deadline.tries + 1}:`, faultWords(error));
        this.set({
          name: deadline.name,
          at: now() + retryDelay(deadline.tries),
          tries: deadline.tries + 1,
        });
      }
    }
    // The one that rang is spent.
    this.armedFor = undefined;
    this.arm();
  }
}
