import { LIMITS } from "../protocol/limits.ts";

/**
 * Names of tracked events of this document, and which of them the server should be told. `known`: those that the visit has
 * told before; the list to tell from now on, or `undefined` when there is nothing new. The first ones count.
 */
export function namesToTell(seen: Iterable<string>, known: readonly string[]): string[] | undefined {
  const all = [...new Set([...known, ...seen])].slice(0, LIMITS.startEvents);
  return all.length > known.length ? all : undefined;
}
