import { RECORDER } from "../../protocol/limits.ts";
import { clearTimeout, fetch, setTimeout } from "../natives.ts";
import type { Pictured } from "./ledger.ts";
import { rulesOf } from "./rules.ts";

export interface FileBytes {
  type: string;
  bytes: ArrayBuffer;
}

/**
 * A file that the page has loaded, out of its cache: with the page's cookies on its own origin, without them elsewhere.
 * @throws when it is not to be had like this
 */
export async function cachedBytes(url: string): Promise<FileBytes> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), RECORDER.requestTimeoutMs);
  try {
    const response = await fetch(url, { cache: "force-cache", credentials: "same-origin", signal: abort.signal });
    if (!response.ok) throw new Error(String(response.status));
    return { type: response.headers.get("content-type") ?? "", bytes: await response.arrayBuffer() };
  } finally {
    clearTimeout(timer);
  }
}

/** Until the page is idle. */
export function idle(): Promise<unknown> {
  const { requestIdleCallback: later } = window;
  return new Promise((resolve) =>
    later ? later(resolve, { timeout: RECORDER.assetDelayMs }) : setTimeout(resolve, 0),
  );
}

/** The source of a sheet. @throws when the sheet in the page is another: changed by a script, or in another encoding */
export async function sheetBytes(sheet: CSSStyleSheet, href: string): Promise<FileBytes> {
  const { bytes } = await cachedBytes(href);
  // Each of these steps may take tens of milliseconds.
  await idle();
  const twin = new CSSStyleSheet({ baseURL: href });
  twin.replaceSync(new TextDecoder().decode(bytes));
  await idle();
  const own = rulesOf(sheet);
  await idle();
  if (rulesOf(twin) !== own) throw new Error("changed");
  return { type: "text/css", bytes };
}

/** The bytes that a `data:` address is. */
function dataBytes(address: string): FileBytes {
  const comma = address.indexOf(",");
  const [type = "", ...parameters] = address.slice(5, comma).split(";");
  const rest = address.slice(comma + 1);
  const text = parameters.includes("base64") ? atob(decodeURIComponent(rest)) : decodeURIComponent(rest);
  const bytes = parameters.includes("base64")
    ? Uint8Array.from(text, (char) => char.charCodeAt(0))
    : new TextEncoder().encode(text);
  return { type, bytes: bytes.buffer };
}

/** What is at a `data:` or `blob:` address. A picture is drawn: its address may be gone, and a policy may forbid to read it. */
export async function imageBytes(image: Pictured, address: string): Promise<FileBytes> {
  if (address.startsWith("data:")) return dataBytes(address);
  if (!("decode" in image)) return cachedBytes(address);
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  canvas.getContext("2d")!.drawImage(image, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  if (!blob) throw new Error("empty");
  return { type: blob.type, bytes: await blob.arrayBuffer() };
}
