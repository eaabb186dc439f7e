/** The capture chunk: what only `playback` needs. */
export { startRrweb as startDom } from "./rrweb.ts";
