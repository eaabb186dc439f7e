// One more function in place of rrweb's own (see rrweb-parts.mjs): the one that follows pointers.
/* oxlint-disable no-undef, no-unused-vars -- see rrweb-parts.mjs */

/** Paths of the pointer, of what is dragged, and of all fingers; rrweb follows one of them. The others are numbered. */
export function initMoveObserver({ mousemoveCb, sampling, doc, mirror }) {
  let positions = [];
  let from = 0;
  const tell = throttle(
    callbackWrapper((source) => {
      const passed = Date.now() - from;
      for (const position of positions) position.timeOffset -= passed;
      mousemoveCb(positions, source);
      positions = [];
    }),
    500,
  );
  const see = callbackWrapper(
    throttle(
      callbackWrapper((event) => {
        const { touches } = event;
        const now = nowTimestamp();
        if (!positions.length) from = now;
        [...(touches ?? [event])].forEach(({ clientX, clientY, target }, finger) =>
          positions.push({
            x: clientX,
            y: clientY,
            id: mirror.getId(finger ? target : getEventTarget(event)),
            timeOffset: now - from,
            ...(finger && { finger }),
          }),
        );
        tell(event.type === "drag" ? 12 : touches ? 6 : 1);
      }),
      sampling.mousemove,
      { trailing: false },
    ),
  );
  const stops = ["mousemove", "touchmove", "drag"].map((name) => on(name, see, doc));
  return callbackWrapper(() => stops.forEach((stop) => stop()));
}
