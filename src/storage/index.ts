export * from "./activity-log.ts";
export * from "./chunk-cipher.ts";
export * from "./chunk-object.ts";
export * from "./env.ts";
export * from "./key-ring.ts";
export * from "./object-keys.ts";
export * from "./session-index.ts";
export * from "./session-salt.ts";
