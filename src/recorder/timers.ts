import { guard, type Stop } from "./guard.ts";
import { clearTimeout, setTimeout } from "./natives.ts";

/** Timers by name: setting one again moves it. */
export interface Timers<Name extends string> {
  set(name: Name, run: () => void, ms: number): void;
  drop(name: Name): void;
  clear: Stop;
}

export function createTimers<Name extends string>(): Timers<Name> {
  const running = new Map<Name, number>();
  const drop = (name: Name) => {
    clearTimeout(running.get(name));
    running.delete(name);
  };
  return {
    set(name, run, ms) {
      drop(name);
      const guarded = guard(run);
      const id = setTimeout(() => {
        running.delete(name);
        guarded();
      }, ms);
      running.set(name, id as unknown as number);
    },
    drop,
    clear: () => [...running.keys()].forEach(drop),
  };
}
