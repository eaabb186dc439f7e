import { SELF, env } from "cloudflare:test";
import {
  recordingObject,
  tenantObject,
  type IncomingBatch,
  type SessionIdentity,
} from "../../src/durable-objects/index.ts";
import {
  EVERYONE,
  LOOPBACK_ORIGINS,
  batchText,
  newPolicy,
  parseChunkLines,
  summarise,
  uuidv7,
  type ChunkLine,
  type RecordedEvent,
} from "../../src/protocol/index.ts";
import type { Environment, Policy } from "../../src/protocol/policy.schema.ts";
import type { StartRequest, StartResponse } from "../../src/protocol/start.schema.ts";
import { getChunk, readDataKey, storesOf, keyRing } from "../../src/storage/index.ts";
import { brotliDecompressSync, gzipSync } from "node:zlib";

export const ORIGIN = "http://localhost:3000";
/** In the future, so that no alarm rings by itself while a test sets the clock. */
export const START = Date.UTC(2031, 0, 5, 12);

/** A tenant whose one environment records everybody, unless told otherwise. Tests have no browser, so bots are welcome. */
export async function makeTenant(
  environment: Partial<Environment> = {},
  quota: Partial<Policy["quota"]> = {},
  over: Partial<Policy> = {},
): Promise<{ tenant: string; key: string; policy: Policy }> {
  const tenant = uuidv7();
  const blank = newPolicy(tenant, "us", START);
  const [production] = blank.environments;
  const policy: Policy = {
    ...blank,
    recording: true,
    consent: { ...blank.consent, unset: "allow" },
    environments: [
      { ...production!, level: "playback", origins: LOOPBACK_ORIGINS, segments: [EVERYONE], ...environment },
    ],
    exclusions: { ...blank.exclusions, bots: false },
    quota: { ...blank.quota, ...quota },
    ...over,
  };
  await tenantObject(env, "us", tenant).configure(policy);
  return { tenant, key: production!.keys[0]!.key, policy };
}

export function identityOf(over: Partial<SessionIdentity> = {}): SessionIdentity {
  return {
    tenant: uuidv7(),
    session: uuidv7(),
    region: "us",
    environment: "production",
    visitor: uuidv7(),
    level: "playback",
    reason: "recorded",
    policyVersion: 1,
    user: null,
    startedAt: START,
    retentionDays: 365,
    ...over,
  };
}

/** `count` events of a small page; the first batch of a document has its address and a keyframe. */
export function makeEvents(seq: number, count = 5, at = START): RecordedEvent[] {
  const head: RecordedEvent[] = [
    {
      type: 5,
      data: {
        tag: "playhead.page",
        payload: {
          url: "https://shop.example/list",
          title: "List",
          referrer: "",
          tab: "tab",
          viewport: { width: 1280, height: 800 },
        },
      },
      timestamp: at,
    },
    { type: 4, data: { href: "https://shop.example/list", width: 1280, height: 800 }, timestamp: at },
    { type: 2, data: { node: { type: 0, childNodes: [], id: 1 }, initialOffset: { left: 0, top: 0 } }, timestamp: at },
  ];
  const rest = Array.from({ length: count }, (_, i) => ({
    type: 3,
    data: { source: 2, type: 2, id: 1, x: seq * 100 + i, y: i },
    timestamp: at + seq * 1_000 + i * 10,
  }));
  return seq === 0 ? [...head, ...rest] : rest;
}

export async function makeBatch(
  page: string,
  seq: number,
  events: RecordedEvent[] = makeEvents(seq),
): Promise<IncomingBatch> {
  const text = new TextEncoder().encode(
    batchText(
      START,
      events.map((event) => JSON.stringify(event)),
    ),
  );
  const digest = await crypto.subtle.digest("SHA-256", text);
  return {
    page,
    seq,
    sha256: Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join(""),
    body: new Uint8Array(gzipSync(text)),
    inflatedBytes: text.byteLength,
    summary: summarise(events),
  };
}

export function objectOf(identity: SessionIdentity) {
  return recordingObject(env, identity.region, identity.tenant, identity.session);
}

/** All batches of a session that are in R2, decrypted and inflated. */
export async function readStored({ tenant, session, region }: SessionIdentity): Promise<ChunkLine[]> {
  const { index, bucket } = storesOf(env, region);
  const { results } = await index
    .prepare("SELECT n, rev FROM chunks WHERE tenant = ? AND session = ? ORDER BY n")
    .bind(tenant, session)
    .all<{ n: number; rev: number }>();
  const key = await readDataKey(bucket, keyRing(env), tenant, session);
  const lines: ChunkLine[] = [];
  for (const { n, rev } of results) {
    const packed = key && (await getChunk(bucket, key, { tenant, session, n, rev }));
    if (!packed) throw new Error(`chunk ${n} is in D1 and not in R2`);
    lines.push(...parseChunkLines(new TextDecoder().decode(brotliDecompressSync(packed))));
  }
  return lines;
}

export function startBody(key: string, over: Partial<StartRequest> = {}): StartRequest {
  return { key, session: uuidv7(), visitor: uuidv7(), page: uuidv7(), url: `${ORIGIN}/`, recorder: "test", ...over };
}

export function postStart(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return SELF.fetch("http://playhead.test/v1/sessions", {
    method: "POST",
    headers: { Origin: ORIGIN, "Content-Type": "text/plain", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** A session that was let in. */
export async function admitted(
  key: string,
): Promise<{ body: StartRequest; answer: Extract<StartResponse, { token: string }> }> {
  const body = startBody(key);
  const answer = (await (await postStart(body)).json()) as StartResponse;
  if (answer.level === "off") throw new Error(`not let in: ${answer.reason}`);
  return { body, answer };
}

export function batchUrl(session: string, page: string, seq: number | string, token: string): string {
  return `http://playhead.test/v1/sessions/${session}/batches?page=${page}&seq=${seq}&token=${token}`;
}

export function postBatch(url: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  return SELF.fetch(url, { method: "POST", headers: { "Content-Type": "text/plain", ...headers }, body });
}

export function wireText(events: RecordedEvent[]): string {
  return batchText(
    START,
    events.map((event) => JSON.stringify(event)),
  );
}
