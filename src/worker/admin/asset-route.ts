import type { Context } from "hono";
import { LIMITS, PlayheadError } from "../../protocol/index.ts";
import type { SessionAssets } from "../../protocol/api.schema.ts";
import { findSessionAsset, getAsset, readSessionAssets, storesOf, keyRing } from "../../storage/index.ts";
import { servedSheet, sheetText } from "../assets-fetch/style-sheet.ts";
import { byteRange } from "./byte-range.ts";
import type { AdminContext } from "./member.ts";
import { checkGrant } from "./playback.ts";

/** What is asked for: a file of a session, and under which of its keys. */
export interface AssetAddress {
  session: string;
  sha256: string;
  key: string | undefined;
  grant: string;
}

/** The address of a file with the same grant; relative to the server, which is all that a replay may reach. */
function assetPath(base: string, sha256: string, key: string, grant: string): string {
  return `${base}/assets/${sha256}?${new URLSearchParams({ grant, key }).toString()}`;
}

/**
 * What a file may do when somebody opens it by itself, or a page shows it in a frame: nothing. As a part of a replay it is bound
 * by the policy of the page. Kept in the member's browser as long as the grant in its address is good.
 */
const HEADERS = {
  "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cache-Control": `private, max-age=${LIMITS.playGrantMs / 1_000}, immutable`,
  "Referrer-Policy": "no-referrer",
  "Accept-Ranges": "bytes",
};

/** The files that a session has by now: those of a running one come after its manifest. No view of its own, so it is not logged. */
export async function listAssets(
  context: Context<AdminContext>,
  session: string,
  grant: string,
): Promise<SessionAssets> {
  await checkGrant(context, session, grant);
  const { id: tenant, region } = context.var.member.tenant;
  return { assets: await readSessionAssets(storesOf(context.env, region).index, { tenant, session }) };
}

/**
 * A file that the recorded page used: only when this session uses it, whatever else the tenant has. Style sheets come with every
 * address turned into one of this route, or into nothing. `base` is where whoever asks has the session.
 */
export async function readAsset(
  context: Context<AdminContext>,
  address: AssetAddress,
  base = `/api/sessions/${address.session}`,
): Promise<Response> {
  const { session, sha256, key, grant } = address;
  await checkGrant(context, session, grant);
  const { env, var: variables } = context;
  const { id: tenant, region } = variables.member.tenant;
  const { index, bucket } = storesOf(env, region);
  const found = await findSessionAsset(index, { tenant, session }, sha256, key ?? null);
  const stored = found && (await getAsset(bucket, keyRing(env), { tenant, sha256 }));
  // The same for a file of another session or tenant and for one that was never there.
  if (!stored) throw new PlayheadError("not_found", "This session has no such file.");

  let bytes = stored;
  let type = found.type;
  if (type === "text/css") {
    const files = await readSessionAssets(index, { tenant, session });
    const byKey = new Map(files.map((file) => [file.key, file.sha256]));
    const place = (name: string) => {
      const hash = byKey.get(name);
      return hash === undefined ? null : assetPath(base, hash, name, grant);
    };
    bytes = new TextEncoder().encode(servedSheet(sheetText(stored), found.base, place));
    type = "text/css; charset=utf-8";
  }
  const headers = { ...HEADERS, "Content-Type": type };
  const total = bytes.byteLength;
  const range = byteRange(context.req.header("Range"), total);
  if (range === "unsatisfiable")
    return new Response(null, { status: 416, headers: { ...headers, "Content-Range": `bytes */${total}` } });
  if (!range) return new Response(bytes, { headers });
  const { from, to } = range;
  return new Response(bytes.subarray(from, to + 1), {
    status: 206,
    headers: { ...headers, "Content-Range": `bytes ${from}-${to}/${total}` },
  });
}
