import { SELF, createExecutionContext, createMessageBatch, env, getQueueResult } from "cloudflare:test";
import { inject, vi } from "vitest";
import { assetKey, toHex, uuidv7 } from "../../src/protocol/index.ts";
import type { AssetEntry, AssetReportAnswer } from "../../src/protocol/asset.schema.ts";
import type { Policy } from "../../src/protocol/policy.schema.ts";
import type { AssetMessage, AssetTask } from "../../src/worker/assets-fetch/message.ts";
import worker from "../../src/worker/index.ts";
import { admitted, makeTenant } from "./builders.ts";
import type { SiteAnswer } from "./site.ts";

/** A site of its own for each caller: addresses that no other test uses. */
export const SITE = `http://127.0.0.1:${inject("sitePort")}`;

export function sitePath(name: string): string {
  return `${SITE}/${uuidv7()}/${name}`;
}

/** Tells the site what to answer at an address. */
export async function serve(url: string, ...answers: SiteAnswer[]): Promise<string> {
  await (await fetch(url, { method: "PUT", body: JSON.stringify(answers) })).text();
  return url;
}

export function base64(bytes: string | Uint8Array): string {
  const whole = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  return btoa(Array.from(whole, (byte) => String.fromCharCode(byte)).join(""));
}

export function css(text: string, headers: Record<string, string> = {}): SiteAnswer {
  return { headers: { "content-type": "text/css", ...headers }, body: base64(text) };
}

export function png(content = "pixels", headers: Record<string, string> = {}): SiteAnswer {
  return { headers: { "content-type": "image/png", ...headers }, body: base64(pngBytes(content)) };
}

export function pngBytes(content = "pixels"): Uint8Array {
  return new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...new TextEncoder().encode(content)]);
}

/** The headers of every request that the site got at an address. */
export async function askedAt(url: string): Promise<Record<string, string>[]> {
  return (await fetch(`${SITE}/asked?${new URL(url).pathname}${new URL(url).search}`)).json();
}

export async function sha256Of(bytes: Uint8Array | string): Promise<string> {
  const whole = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", whole)));
}

/** A session that may send assets. */
export interface Sender {
  tenant: string;
  key: string;
  session: string;
  token: string;
}

export async function senderOf({ tenant, key }: { tenant: string; key: string }): Promise<Sender> {
  const { body, answer } = await admitted(key);
  return { tenant, key, session: body.session, token: answer.token };
}

export async function newSender(over: Partial<Policy> = {}): Promise<Sender> {
  return senderOf(await makeTenant({}, {}, over));
}

export function entry(url: string, kind: AssetEntry["kind"], more: Partial<AssetEntry> = {}): AssetEntry {
  return { key: assetKey(url), url, kind, ...more };
}

export function postReport({ session, token }: Sender, body: unknown): Promise<Response> {
  return SELF.fetch(`http://playhead.test/v1/sessions/${session}/assets?token=${token}`, {
    method: "POST",
    headers: { "Content-Type": "text/plain" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

export async function report(sender: Sender, ...assets: AssetEntry[]): Promise<AssetReportAnswer> {
  const response = await postReport(sender, { assets });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return response.json();
}

export function upload(
  { session, token }: Sender,
  sha256: string,
  bytes: Uint8Array | string,
  query: { type?: string; keys?: string },
): Promise<Response> {
  const search = new URLSearchParams({ token, ...query }).toString();
  return SELF.fetch(`http://playhead.test/v1/sessions/${session}/assets/${sha256}?${search}`, {
    method: "POST",
    headers: { "Content-Type": "text/plain" },
    body: bytes,
  });
}

/** Hands a message to the consumer as the queue would: `done`, or the seconds after which it comes again. */
export async function consume(
  { tenant, session }: Pick<Sender, "tenant" | "session">,
  tasks: AssetTask[],
  attempts = 1,
): Promise<"done" | number> {
  const body: AssetMessage = { tenant, region: "us", session, environment: "production", tasks };
  const message = { id: uuidv7(), timestamp: new Date(), attempts, body };
  const batch = createMessageBatch<AssetMessage>("playhead-assets", [message]);
  const retry = vi.spyOn(batch.messages[0]!, "retry");
  await worker.queue(batch, env);
  const result = await getQueueResult(batch, createExecutionContext());
  return result.explicitAcks.length === 1 ? "done" : (retry.mock.calls[0]?.[0]?.delaySeconds ?? 0);
}

/** Fetches addresses for a session, without waiting for the queue. */
export function fetchNow(
  sender: Pick<Sender, "tenant" | "session">,
  ...assets: AssetEntry[]
): Promise<"done" | number> {
  return consume(
    sender,
    assets.map(({ key, url, kind }) => ({ key, url: url!, kind })),
  );
}

/** What a session is mapped to, by key. */
export async function mapOf({
  tenant,
  session,
}: Pick<Sender, "tenant" | "session">): Promise<Record<string, string | null>> {
  const { results } = await env.INDEX_US.prepare(
    `SELECT "key", sha256 FROM session_assets WHERE tenant = ? AND session = ?`,
  )
    .bind(tenant, session)
    .all<{ key: string; sha256: string | null }>();
  return Object.fromEntries(results.map(({ key, sha256 }) => [key, sha256]));
}
