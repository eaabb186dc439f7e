import { due, nextAlarm, retryDelay, type Deadline, type DeadlineName } from "./deadlines.ts";
import type { RecordingStore } from "./recording-store.ts";

/** Does what a deadline is for. Answers when it has to be done again, Unix milliseconds, or `null`. Safe to run twice. */
export type DeadlineHandler = (now: number) => Promise<number | null>;

/** One alarm, several named deadlines. */
export class AlarmClock {
  constructor(
    private readonly storage: DurableObjectStorage,
    private readonly store: RecordingStore,
    private readonly handlers: Record<DeadlineName, DeadlineHandler>,
  ) {}

  /** The deadlines as every batch asks for them; few change them. */
  private standing: readonly Deadline[] | null = null;

  /** Sets a deadline unless an earlier one of that name stands. Call inside the transaction that makes it necessary. */
  ensure(name: DeadlineName, at: number): boolean {
    this.standing ??= this.store.deadlines();
    const standing = this.standing.find((deadline) => deadline.name === name);
    if (standing && standing.at <= at) return false;
    this.set({ name, at, tries: 0 });
    return true;
  }

  private set(deadline: Deadline): void {
    this.standing = null;
    this.store.setDeadline(deadline);
  }

  private clear(name: DeadlineName): void {
    this.standing = null;
    this.store.clearDeadline(name);
  }

  /** Arms the alarm for the next deadline. */
  async arm(): Promise<void> {
    const next = nextAlarm(this.store.deadlines());
    if (next === null) await this.storage.deleteAlarm();
    else if ((await this.storage.getAlarm()) !== next) await this.storage.setAlarm(next);
  }

  /** Runs what is due. A handler that fails is tried again later; it never makes the alarm throw. */
  async run(now: () => number): Promise<void> {
    for (const deadline of due(this.store.deadlines(), now())) {
      try {
        const again = await this.handlers[deadline.name](now());
        if (!this.store.exists()) {
          this.standing = null;
          return;
        }
        if (again === null) this.clear(deadline.name);
        else this.set({ name: deadline.name, at: again, tries: 0 });
      } catch (error) {
        console.error(
          `deadline ${deadline.name} failed, try ${deadline.tries + 1}:`,
          error instanceof Error ? error.message : String(error),
        );
        this.set({
          name: deadline.name,
          at: now() + retryDelay(deadline.tries),
          tries: deadline.tries + 1,
        });
      }
    }
    await this.arm();
  }
}
