import { due, nextAlarm, retryDelay, type DeadlineName } from "./deadlines.ts";
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

  /** Sets a deadline unless an earlier one of that name stands. Call inside the transaction that makes it necessary. */
  ensure(name: DeadlineName, at: number): boolean {
    const standing = this.store.deadlines().find((deadline) => deadline.name === name);
    if (standing && standing.at <= at) return false;
    this.store.setDeadline({ name, at, tries: 0 });
    return true;
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
        if (!this.store.exists()) return;
        if (again === null) this.store.clearDeadline(deadline.name);
        else this.store.setDeadline({ name: deadline.name, at: again, tries: 0 });
      } catch (error) {
        console.error(
          `deadline ${deadline.name} failed, try ${deadline.tries + 1}:`,
          error instanceof Error ? error.message : String(error),
        );
        this.store.setDeadline({
          name: deadline.name,
          at: now() + retryDelay(deadline.tries),
          tries: deadline.tries + 1,
        });
      }
    }
    await this.arm();
  }
}
