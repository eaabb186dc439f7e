/** Asks whether to record: one question at a time, and once more when facts have changed while one was under way. */
export interface Asker {
  /** Resolves when there is nothing more to ask. */
  again(): Promise<void>;
  /** The answer that is coming will not be the last word. */
  isPending(): boolean;
  /** Resolves when no question is under way. */
  idle(): Promise<void>;
}

export function createAsker(askOnce: () => Promise<void>): Asker {
  let running: Promise<void> | undefined;
  let pending = false;

  const run = async () => {
    try {
      while (pending) {
        pending = false;
        await askOnce();
      }
    } finally {
      running = undefined;
    }
  };

  return {
    again() {
      pending = true;
      running ??= run();
      return running;
    },
    isPending: () => pending,
    idle: () => running ?? Promise.resolve(),
  };
}
