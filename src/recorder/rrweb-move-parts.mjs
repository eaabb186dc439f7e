// One more function in place of rrweb's own (see rrweb-parts.mjs): the one that follows pointers.
/* oxlint-disable no-undef, no-unused-vars -- see rrweb-parts.mjs */

/**
 * Paths of the pointer, of what is dragged, and of all fingers; rrweb follows one of them. The others are numbered. Where a movement
 * ends is told too, with the time it had: rrweb leaves out what comes sooner than the next sample.
 */
export function initMoveObserver({ mousemoveCb, sampling, doc, mirror }) {
  let positions = [];
  let from = 0;
  let last;
  const tell = throttle(
    callbackWrapper((source) => {
      const passed = Date.now() - from;
      for (const position of positions) position.timeOffset -= passed;
      mousemoveCb(positions, source);
      positions = [];
    }),
    500,
  );
  const sample = throttle(
    callbackWrapper(() => {
      const [now, target, event] = last;
      const { touches } = event;
      if (!positions.length) from = now;
      [...(touches ?? [event])].forEach((place, finger) =>
        positions.push({
          x: place.clientX,
          y: place.clientY,
          id: mirror.getId(finger ? place.target : target),
          timeOffset: now - from,
          ...(finger && { finger }),
        }),
      );
      tell(event.type === "drag" ? 12 : touches ? 6 : 1);
    }),
    sampling.mousemove,
  );
  const see = callbackWrapper((event) => {
    last = [nowTimestamp(), getEventTarget(event), event];
    sample();
  });
  const stops = ["mousemove", "touchmove", "drag"].map((name) => on(name, see, doc));
  return callbackWrapper(() => stops.forEach((stop) => stop()));
}
