import { keyRing } from "../../storage/index.ts";
import { PlayheadError, uuidv7 } from "../../protocol/index.ts";
import type { ExportFormat, ExportRequest } from "../../protocol/export.schema.ts";
import type { SessionRecord } from "../../storage/index.ts";
import { exportBody } from "../export/body.ts";
import type { ExportedSession } from "../export/exported-session.ts";
import { htmlOf } from "../export/html.ts";
import { ndjsonOf } from "../export/ndjson.ts";
import { playwrightOf } from "../export/playwright.ts";
import { zipOf, type ZipEntry } from "../export/zip.ts";
import { logActivity } from "./activity.ts";
import { checkPlayable, findSession, ownRecording, ownStores, type AdminRequest } from "./found-session.ts";

const ENDINGS: Record<ExportFormat, string> = { ndjson: "ndjson", html: "html", playwright: "spec.ts" };
const TYPES: Record<ExportFormat, string> = {
  ndjson: "application/x-ndjson",
  html: "text/html; charset=utf-8",
  playwright: "text/plain; charset=utf-8",
};

/** What is stored of a session, up to now: of a running one what has come is put into chunks first. */
async function found(context: AdminRequest, id: string): Promise<{ session: ExportedSession; record: SessionRecord }> {
  const before = await findSession(context, id);
  await checkPlayable(context, before.record);
  const { record, row, pages, chunks } =
    before.record.status === "live" && (await ownRecording(context, id).cutNow())
      ? await findSession(context, id)
      : before;
  const session = {
    stores: ownStores(context),
    ring: keyRing(context.env),
    tenant: record.tenant,
    row,
    pages,
    chunks,
    exportedAt: Date.now(),
  };
  return { session, record };
}

/** `2026-03-05-1a2b3c4d5e6f`: the day of the session, and what tells it from others. */
function nameOf({ row }: ExportedSession): string {
  return `playhead-${new Date(row.startedAt).toISOString().slice(0, 10)}-${row.id.slice(-12)}`;
}

/**
 * Answers sessions as a file. That they are taken out is in the activity log, once for each, before the first byte; how it went and
 * the hash of the file when it ends.
 */
export async function exportSessions(context: AdminRequest, request: ExportRequest): Promise<Response> {
  const { sessions, format, password } = request;
  const all: { session: ExportedSession; record: SessionRecord }[] = [];
  for (const id of sessions)
    try {
      all.push(await found(context, id));
    } catch (error) {
      // Of several the caller has to know which; of one they do.
      if (!(error instanceof PlayheadError) || sessions.length === 1) throw error;
      throw new PlayheadError(error.code, `${id}: ${error.message}`);
    }
  const id = uuidv7();
  for (const { record } of all)
    await logActivity(context, {
      action: "export",
      session: record.id,
      environment: record.environment,
      details: { export: id, format, sessions: sessions.length, password: password !== undefined },
    });

  const fetchFile = (path: string) => context.env.ASSETS.fetch(new URL(path, context.req.url));
  const partsOf = (session: ExportedSession): AsyncGenerator<Uint8Array> => {
    if (format === "ndjson") return ndjsonOf(session);
    return format === "html" ? htmlOf(session, fetchFile, password ?? null) : playwrightOf(session);
  };
  async function* concatenated(): AsyncGenerator<Uint8Array> {
    for (const { session } of all) yield* partsOf(session);
  }
  const entries = (): ZipEntry[] =>
    all.map(({ session }) => ({ name: `${nameOf(session)}.${ENDINGS[format]}`, parts: partsOf(session) }));
  const zipped = all.length > 1 && format !== "ndjson";
  const first = all[0]!;
  const body = exportBody(
    zipped ? zipOf(entries()) : concatenated(),
    async (outcome) => {
      const only = all.length === 1 ? { session: first.record.id, environment: first.record.environment } : {};
      await logActivity(context, { action: "export_ended", ...only, details: { export: id, ...outcome } });
    },
    (work) => context.executionCtx.waitUntil(work),
  );
  const base = all.length === 1 ? nameOf(first.session) : `playhead-${all.length}-sessions`;
  const name = `${base}.${zipped ? "zip" : ENDINGS[format]}`;
  return new Response(body, {
    headers: {
      "Content-Type": zipped ? "application/zip" : TYPES[format],
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
      // Should a browser show it all the same: as nobody's page.
      "Content-Security-Policy": "sandbox",
    },
  });
}
