import type { AlarmClock } from "./alarm-clock.ts";
import type { TenantDeadline } from "./deadlines.ts";
import { faultWords } from "./fault-words.ts";
import type { Telling, Tellings } from "./tellings.ts";

/** What can be told to a Recording object. */
export interface Listener {
  refuse(choice: number): Promise<void>;
  allow(choice: number): Promise<void>;
}

/** Tells Recording objects what their visitor has chosen. What could not be told stays noted, and an alarm goes on with it. */
export class ChoiceTeller {
  private running: Promise<void> | null = null;

  constructor(
    private readonly tellings: Tellings,
    private readonly clock: AlarmClock<TenantDeadline>,
    private readonly listener: (session: string) => Listener,
  ) {}

  /** Tells those that are next, one round at a time, so that a yes never overtakes the no before it. Never throws. */
  async tellNext(): Promise<void> {
    // A round that is under way may have begun before the choice that this call is for.
    await this.running;
    this.running ??= this.round().finally(() => (this.running = null));
    await this.running;
  }

  private async round(): Promise<void> {
    const results = await Promise.allSettled(this.tellings.next().map((telling) => this.tell(telling)));
    const failed = results.filter((result) => result.status === "rejected");
    for (const { reason } of failed) console.warn("a choice is told later:", faultWords(reason));
    if (this.tellings.next().length > 0) return;
    this.clock.clear("tell");
    this.clock.arm();
  }

  private async tell(telling: Telling): Promise<void> {
    const listener = this.listener(telling.session);
    await (telling.allowed ? listener.allow(telling.choice) : listener.refuse(telling.choice));
    this.tellings.done(telling);
  }

  /** What the alarm does: one round; throws when it brought nothing, so that the next one waits longer. */
  async onAlarm(now: number): Promise<number | null> {
    const before = this.tellings.next();
    await this.tellNext();
    const left = this.tellings.next();
    if (left.length === 0) return null;
    const same = new Set(before.map(({ session }) => session));
    if (left.every(({ session }) => same.has(session))) throw new Error(`${left.length} sessions could not be told`);
    return now;
  }
}
