import type { RequestSignal } from "../signals.ts";
import { partOf, type View } from "../timeline/zoom.ts";

/** Where a request lies in the view, in percent of its width; `null` when it is outside. Its `at` is milliseconds since the session began. */
export interface RequestBar {
  left: number;
  /** All of it, and the part of it before the first byte came. */
  width: number;
  wait: number;
}

/** The bar of a request in a view. */
export function requestBar({ at, ms, wait }: Pick<RequestSignal, "at" | "ms" | "wait">, view: View): RequestBar | null {
  const from = Math.max(0, partOf(view, at));
  const to = Math.min(1, partOf(view, at + ms));
  if (from > 1 || to < 0) return null;
  const first = wait === null ? from : Math.min(to, Math.max(from, partOf(view, at + Math.min(wait, ms))));
  return { left: from * 100, width: Math.max(0, to - from) * 100, wait: Math.max(0, first - from) * 100 };
}

/** Times around a request that are shown with it in its details, as a part of its length on either side. */
const AROUND = 0.25;

/** The view of one request alone. */
export function requestView({ at, ms }: Pick<RequestSignal, "at" | "ms">): View {
  const around = Math.max(1, ms * AROUND);
  return { from: at - around, to: at + ms + around };
}

/** Which sort a request is for the filter: what failed, what was asked by scripts, and what the page is made of. */
export function requestSort({ by, failed }: Pick<RequestSignal, "by" | "failed">): string {
  if (failed) return "failed";
  if (by === "fetch" || by === "xmlhttprequest" || by === "beacon") return "calls";
  if (by === "navigation" || by === "iframe") return "documents";
  if (by === "script") return "scripts";
  if (by === "css" || by === "link") return "styles";
  return by === "img" || by === "image" || by === "video" || by === "audio" ? "media" : "other";
}

/** Text for a shell in single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The request as a command for a shell, as far as it was recorded: addresses are without what privacy settings leave out. */
export function asCurl({ method, url, requestHeaders, requestBody }: RequestSignal): string {
  const parts = [`curl ${quoted(url)}`];
  const verb = method ?? "GET";
  if (verb !== "GET") parts.push(`-X ${/^[A-Za-z]+$/.test(verb) ? verb : quoted(verb)}`);
  for (const [name, value] of Object.entries(requestHeaders ?? {})) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (requestBody !== null) parts.push(`--data-raw ${quoted(requestBody)}`);
  return parts.join(" \\\n  ");
}

/** `340 B`, `3.4 kB`, `1.2 MB`. */
export function bytesText(bytes: number | null): string {
  if (bytes === null) return "";
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `120 ms`, `1.70 s`. */
export function msText(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(2)} s`;
}
