import { Hono } from "hono";
import type { Env } from "../env.ts";
import { takeAssetReport } from "./asset-report.ts";
import { takeAsset } from "./asset-upload.ts";
import { takeBatch } from "./batches.ts";
import { changeConsent, showConsent } from "./consent.ts";
import { startSession } from "./start.ts";

/**
 * What recorders call. Readable from every origin, because an answer that a page may not read looks like a broken network and
 * would be retried; nothing here rests on cookies, and which origins may record is decided by the policy.
 */
const READABLE = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "Retry-After",
  "Cache-Control": "no-store",
};

export const ingest = new Hono<{ Bindings: Env }>();

ingest.use("/v1/*", async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(READABLE)) context.res.headers.set(name, value);
});
ingest.post("/v1/sessions", startSession);
ingest.get("/v1/consent", showConsent);
ingest.post("/v1/consent", changeConsent);
ingest.post("/v1/sessions/:id/batches", takeBatch);
ingest.post("/v1/sessions/:id/assets", takeAssetReport);
ingest.post("/v1/sessions/:id/assets/:sha256", takeAsset);
