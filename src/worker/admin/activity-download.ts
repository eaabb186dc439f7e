import { createHash } from "node:crypto";
import { endText, foldHash, type LogAnchor, type LogEnd, type LogHeader } from "../../protocol/activity/anchor.ts";
import type { ActivityFilter, LogDownloadQuery } from "../../protocol/activity/activity.schema.ts";
import { CSV_HEAD, csvLine } from "../../protocol/activity/csv.ts";
import { LOG_ORIGIN, canonicalJson, type LogEntry } from "../../protocol/activity/entry.ts";
import { LIMITS, PlayheadError } from "../../protocol/index.ts";
import {
  activityAfter,
  currentSecret,
  keyRing,
  listAnchors,
  logSigner,
  type KeyRing,
  type RegionStores,
} from "../../storage/index.ts";
import { boundFilter } from "./activity-list.ts";
import { logActivity } from "./activity.ts";
import { ownStores, type AdminRequest } from "./found-session.ts";
import { ownTenant } from "./settings.ts";

/** What is downloaded: the entries of a tenant that fit, up to the head there was. */
interface Download {
  stores: RegionStores;
  tenant: string;
  filter: ActivityFilter;
  head: { seq: number; hash: string };
  /** Public keys that anchors may be signed with. */
  keys: readonly string[];
}

async function* entriesOf({ stores, tenant, filter, head }: Download): AsyncGenerator<LogEntry> {
  for (let after = 0; ;) {
    const place = { after, until: head.seq, limit: LIMITS.logDownloadRows };
    const entries = await activityAfter(stores.index, tenant, filter, place);
    yield* entries;
    const last = entries.at(-1);
    if (!last || entries.length < place.limit) return;
    after = last.seq;
  }
}

async function* csvOf(download: Download): AsyncGenerator<string> {
  yield CSV_HEAD;
  for await (const entry of entriesOf(download)) yield csvLine(entry);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function line(value: unknown): string {
  return `${canonicalJson(value)}\n`;
}

/** Anchors that there were when the head was read: one that is made meanwhile may vouch for a later entry. */
async function* anchorsOf({ stores, tenant }: Download, now: number): AsyncGenerator<LogAnchor> {
  for await (const anchor of listAnchors(stores.bucket, tenant)) if (anchor.at <= now) yield anchor;
}

/** Entries in order, each anchor after its entry, and at the end a signature over what came. */
async function* ndjsonOf(download: Download, ring: KeyRing, now: number): AsyncGenerator<string> {
  const { tenant, filter, head } = download;
  const signer = await logSigner(currentSecret(ring, now).text, tenant);
  const earlierKeys = download.keys.filter((key) => key !== signer.publicKey);
  const complete = Object.keys(filter).length === 0;
  const header: LogHeader = {
    kind: "log",
    v: 1,
    tenant,
    publicKey: signer.publicKey,
    ...(earlierKeys.length > 0 && { earlierKeys }),
    exportedAt: now,
    complete,
    filter,
  };
  yield line(header);
  const anchors = anchorsOf(download, now);
  let anchor = await anchors.next();
  let [entries, vouchers, digest] = [0, 0, LOG_ORIGIN];
  const vouched = (value: LogAnchor) => {
    vouchers++;
    return line({ kind: "anchor", ...value });
  };
  for await (const entry of entriesOf(download)) {
    // Of a selection only those that vouch for entries of it.
    for (; !anchor.done && anchor.value.seq < entry.seq; anchor = await anchors.next())
      if (complete) yield vouched(anchor.value);
    yield line({ kind: "entry", ...entry });
    entries++;
    digest = foldHash(sha256, digest, entry.hash);
    for (; !anchor.done && anchor.value.seq === entry.seq; anchor = await anchors.next()) yield vouched(anchor.value);
  }
  // Anchors of entries that are not there any more say so.
  if (complete) for (; !anchor.done; anchor = await anchors.next()) yield vouched(anchor.value);
  const end: Omit<LogEnd, "signature"> = { kind: "end", ...head, anchors: vouchers, entries, digest };
  yield line({ ...end, signature: await signer.sign(endText(header, end)) });
}

function streamOf(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const utf8 = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        // Some lines at once: a call for each would cost more than the line.
        let text = "";
        while (text.length < 64 * 1024) {
          const { value, done } = await lines.next();
          if (done) {
            if (text) controller.enqueue(utf8.encode(text));
            controller.close();
            return;
          }
          text += value;
        }
        controller.enqueue(utf8.encode(text));
      },
      async cancel() {
        await lines.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

const TYPES = { ndjson: "application/x-ndjson; charset=utf-8", csv: "text/csv; charset=utf-8" };

/** The activity log as a file. That it is taken out is the last entry of it. @throws {PlayheadError} `unavailable` */
export async function downloadLog(context: AdminRequest, query: LogDownloadQuery): Promise<Response> {
  const { format, ...asked } = query;
  const filter = boundFilter(context, asked);
  const { id: tenant } = context.var.member.tenant;
  await logActivity(context, { action: "log_downloaded", details: { format, filter } });
  const object = ownTenant(context);
  await object.projectLog();
  const status = await object.logStatus();
  if (!status) throw new PlayheadError("not_found", "There is no activity log.");
  const { seq, hash, earlierKeys: keys } = status;
  const now = Date.now();
  const download = { stores: ownStores(context), tenant, filter, head: { seq, hash }, keys };
  const lines = format === "csv" ? csvOf(download) : ndjsonOf(download, keyRing(context.env), now);
  const name = `activity-${new Date(now).toISOString().slice(0, 10)}.${format}`;
  return new Response(streamOf(lines), {
    headers: {
      "Content-Type": TYPES[format],
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "private, no-store",
    },
  });
}
