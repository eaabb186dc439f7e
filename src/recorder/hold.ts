import type { Gap, QueuedEvent } from "./parcel.ts";

/** Events that wait for a decision, in stretches: each belongs to the address that was open when it began. */
export interface Hold {
  isOn(): boolean;
  /** From now on events are held; `apart`: what is held from here on has to be decided by itself. */
  begin(apart: boolean): void;
  push(event: QueuedEvent): void;
  /** A question goes out about the newest stretch. */
  ask(): void;
  /**
   * The answer was yes: what it was about may go, and with it what was held before the first question. Later stretches stay;
   * earlier ones nobody has asked about are dropped. `lost` says what, when anything was.
   */
  release(): { events: QueuedEvent[]; lost: Gap | undefined };
  /** Drops everything, and goes on holding if it is. */
  forget(): void;
  end(): void;
}

/** `limit`: UTF-8 bytes that are held at most; what comes after that is lost. */
export function createHold(limit: number): Hold {
  let stretches: QueuedEvent[][] = [];
  /** How many of them the present question covers. */
  let asked = 0;
  let bytes = 0;
  let lost: Gap | undefined;

  const lose = (events: QueuedEvent[]) => {
    if (!events.length) return;
    lost ??= { reason: "refused", batches: 0, bytes: 0, events: 0 };
    lost.events += events.length;
    for (const event of events) lost.bytes += event.bytes;
  };

  const forget = () => {
    stretches = stretches.length ? [[]] : [];
    asked = Math.min(asked, stretches.length);
    bytes = 0;
    lost = undefined;
  };

  return {
    isOn: () => stretches.length > 0,
    begin(apart) {
      if (apart || !stretches.length) stretches.push([]);
    },
    push(event) {
      if (bytes + event.bytes > limit) {
        lose([event]);
        lost!.reason = "queue_full";
      } else {
        stretches[stretches.length - 1]!.push(event);
        bytes += event.bytes;
      }
    },
    ask() {
      asked = stretches.length;
    },
    release() {
      const done = stretches.splice(0, asked);
      const events = done.pop() ?? [];
      for (const stretch of done) lose(stretch);
      for (const event of [...done.flat(), ...events]) bytes -= event.bytes;
      asked = 0;
      const gap = lost;
      lost = undefined;
      return { events, lost: gap };
    },
    forget,
    end() {
      stretches = [];
      forget();
    },
  };
}
