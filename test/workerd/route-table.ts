import { app } from "../../src/worker/app.ts";
import { accessOf, type Access } from "../../src/worker/admin/access.ts";

/** A route of the app, and what it asks of whoever calls it; `null` when nothing of ours guards it. */
export interface Route {
  method: string;
  path: string;
  access: Access | null;
}

/** Handlers that are no route: what runs before all of a path. */
const EVERY = "ALL";

/** Every route that the app answers, out of the app itself. */
export function routeTable(): Route[] {
  const found = new Map<string, Route>();
  for (const { method, path, handler } of app.routes) {
    if (method === EVERY) continue;
    const name = `${method} ${path}`;
    const access = accessOf(handler);
    const route = found.get(name);
    if (!route) found.set(name, { method, path, access });
    else route.access ??= access;
  }
  return [...found.values()];
}
