import { guard } from "./guard.ts";

/** Calls of the site that wait for the document or for a session. */
export interface WaitingCalls {
  isWaiting(): boolean;
  /** From now on calls are kept. */
  wait(): void;
  /** From now on they are not; those that were kept are carried out when `run` is called. */
  end(): void;
  run(): void;
  /** Calls now, or when nothing has to be waited for any longer. */
  call(call: () => void): void;
}

export function createWaitingCalls(): WaitingCalls {
  const kept: (() => void)[] = [];
  let waiting = true;
  return {
    isWaiting: () => waiting,
    wait() {
      waiting = true;
    },
    end() {
      waiting = false;
    },
    run() {
      for (const call of kept.splice(0)) guard(call)();
    },
    call(call) {
      if (waiting) kept.push(call);
      else call();
    },
  };
}
