/** A part of `natives.ts` that the loader does not need. */
export const { setTimeout, clearTimeout, console } = globalThis;
