import type { Permission } from "../../protocol/index.ts";

/**
 * What a route asks of whoever calls it: a permission; or to belong to the tenant at all, whatever the role (`member`); or to be a
 * person who is signed in, whatever the tenant (`person`), which no API key is.
 */
export type Access = Permission | "member" | "person";

const ACCESS = new WeakMap<object, Access>();

/** Notes what a middleware asks for, so that the table of routes can be read: a test fails for a route that asks for nothing. */
export function marked<T extends object>(access: Access, middleware: T): T {
  ACCESS.set(middleware, access);
  return middleware;
}

/** What a handler in the table of routes asks for; `null` when it is no middleware of ours. */
export function accessOf(handler: object): Access | null {
  return ACCESS.get(handler) ?? null;
}
