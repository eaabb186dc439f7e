/** Timers as the browser brought them, for the same reason as in `natives.ts`; the loader needs none. */
export const { setTimeout, clearTimeout } = globalThis;
