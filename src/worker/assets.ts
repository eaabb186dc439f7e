import type { Context } from "hono";
import { isLocal, type Env } from "./env.ts";

type AssetContext = Context<{ Bindings: Env }>;

async function asset(context: AssetContext, headers: Record<string, string>): Promise<Response> {
  const found = await context.env.ASSETS.fetch(context.req.raw);
  const response = new Response(found.body, found);
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

/** Scripts that sites load from us: from any origin, also from pages with cross-origin isolation. */
const EMBEDDED = {
  "Access-Control-Allow-Origin": "*",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "X-Content-Type-Options": "nosniff",
};

/** `GET /playhead.js`: the loader. Short-lived in caches, because its name stays and its content changes with a deploy. */
export function loader(context: AssetContext): Promise<Response> {
  return asset(context, { ...EMBEDDED, "Cache-Control": "public, max-age=300, stale-while-revalidate=86400" });
}

/** `GET /r/…`: the recorder. Its name holds its hash, so it never changes. A name that is not there must not be answered with the admin's page. */
export async function recorderChunk(context: AssetContext): Promise<Response> {
  const found = await asset(context, { ...EMBEDDED, "Cache-Control": "public, max-age=31536000, immutable" });
  return found.headers.get("Content-Type")?.includes("javascript") ? found : context.notFound();
}

/** The demo shop, on a developer's machine only. */
export async function demoShop(context: AssetContext): Promise<Response> {
  return isLocal(context.env) ? asset(context, { "Cache-Control": "no-cache" }) : context.notFound();
}
