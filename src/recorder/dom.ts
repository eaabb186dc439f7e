/** The capture chunk: what only `playback` needs. */
export { startDom } from "./assets/assets.ts";
