/** Names of properties that are shortened, by chunk. */
export const MANGLED: Record<"recorder" | "capture", string[]>;
/** esbuild's option for a chunk. */
export function mangleProps(chunk: "recorder" | "capture"): RegExp;
