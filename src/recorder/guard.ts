/** Undoes what was started. Calling it twice does no harm. */
export type Stop = () => void;

/** Faults of our own that were kept from the page since it loaded; a `playhead.gap` event reports them. */
export const faults = { count: 0 };

/** `run`, without the right to throw into the page: a fault is counted and the answer is `undefined`. */
export function guard<Args extends unknown[], Result>(
  run: (...args: Args) => Result,
): (...args: Args) => Result | undefined {
  return (...args) => {
    try {
      return run(...args);
    } catch {
      faults.count++;
      return undefined;
    }
  };
}

/** Listens without delaying the page (passive) and before it (capture). */
export function listen(target: EventTarget, type: string, run: (event: Event) => void): Stop {
  const listener = guard(run);
  const options = { capture: true, passive: true };
  target.addEventListener(type, listener, options);
  return guard(() => target.removeEventListener(type, listener, options));
}

/** One stop for many, run in reverse order of their starts. */
export function stopAll(stops: Stop[]): Stop {
  return () => {
    for (let stop; (stop = stops.pop());) guard(stop)();
  };
}
