const { performance } = globalThis;

/** Milliseconds since the document began; unlike the clock it is never set. */
export function uptime(): number {
  return performance.now();
}
