/**
 * What the browser brought, taken once when this script loads: pages replace these later (test clocks, error trackers, old
 * libraries), and the recorder must neither see their changes nor be seen through them.
 */
export const { fetch } = globalThis;

/** Unix milliseconds on the visitor's clock. */
export const clockNow = Date.now;

export const { stringify, parse } = JSON;

export { clearTimeout, console, setTimeout } from "./more-natives.ts";
