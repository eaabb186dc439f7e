/** Set at build time to the package's version. */
declare const PLAYHEAD_VERSION: string | undefined;

export const RECORDER_VERSION: string = typeof PLAYHEAD_VERSION === "string" ? PLAYHEAD_VERSION : "dev";
