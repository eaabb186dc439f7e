import type { AssetEntry, AssetReportAnswer } from "../../protocol/asset.schema.ts";
import { RECORDER } from "../../protocol/limits.ts";
import { clearTimeout, fetch, setTimeout, stringify } from "../natives.ts";
import type { AssetPlace } from "./site.ts";

/** Posts text or bytes as the recorder does, without a preflight; once more when it was lost. @throws when the answer is no yes */
async function send(url: string, body: string | ArrayBuffer): Promise<Response> {
  const response = await post(url, body).catch(() => post(url, body));
  if (!response.ok) throw new Error(String(response.status));
  return response;
}

async function post(url: string, body: string | ArrayBuffer, keepalive = false): Promise<Response> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), RECORDER.requestTimeoutMs);
  try {
    return await fetch(url, {
      method: "POST",
      body,
      headers: { "content-type": "text/plain" },
      credentials: "omit",
      referrerPolicy: "origin",
      keepalive,
      signal: abort.signal,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Tells what is used. @throws when the server does not take it */
export async function report({ url }: AssetPlace, assets: AssetEntry[]): Promise<AssetReportAnswer> {
  return (await send(url("", ""), stringify({ assets }))).json();
}

/** Tells as much of it as a page that goes may still send: events have nearly all of what the browser allows for that. */
export function reportLast({ url }: AssetPlace, assets: AssetEntry[]): void {
  let left: number = RECORDER.assetLastChars;
  const told = assets.filter((entry) => (left -= stringify(entry).length + 1) > 0);
  // Nobody is there any more to hear of a failure.
  if (told.length) post(url("", ""), stringify({ assets: told }), true).catch(() => undefined);
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A file whose bytes are here. */
export interface Offered extends Pick<AssetEntry, "key" | "url" | "kind"> {
  type: string;
  bytes: ArrayBuffer;
}

/** Brings files to the server, those it lacks. Answers the keys that it does not have then. @throws when it takes no report */
export async function offer(place: AssetPlace, files: Offered[]): Promise<string[]> {
  const hashes = await Promise.all(files.map(({ bytes }) => sha256(bytes)));
  const entries = files.map(({ key, url, kind, bytes }, i) => ({
    key,
    ...(url && { url }),
    kind,
    sha256: hashes[i]!,
    bytes: bytes.byteLength,
  }));
  const { wanted, refused } = await report(place, entries);
  const without = refused.map(({ key }) => key);
  await Promise.all(
    files.map(async ({ key, type, bytes }, i) => {
      if (!wanted.includes(hashes[i]!) || without.includes(key)) return;
      const query = `&type=${encodeURIComponent(type)}&keys=${key}`;
      await send(place.url(`/${hashes[i]}`, query), bytes).catch(() => without.push(key));
    }),
  );
  return without;
}
