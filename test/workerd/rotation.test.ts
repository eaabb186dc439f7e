import { createHash } from "node:crypto";
import { brotliDecompressSync } from "node:zlib";
import { env } from "cloudflare:test";
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { verifyLog } from "../../src/protocol/activity/verification.ts";
import type { Manifest } from "../../src/protocol/api.schema.ts";
import { uuidv7 } from "../../src/protocol/index.ts";
import type { MadeInvitation } from "../../src/protocol/members.schema.ts";
import type { RewrapRequest, RewrapResult, RotationState } from "../../src/protocol/rotation.schema.ts";
import {
  chunkKey,
  dataKeyOf,
  derivedSecret,
  getAsset,
  keyRing,
  putChunk,
  readDataKey,
  sealAsset,
  sessionDataKeyBytes,
  sessionKeyKey,
  tenantAssetKeyBytes,
  verifyLogSignature,
  wrappedWith,
} from "../../src/storage/index.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import type { Env } from "../../src/worker/env.ts";
import { signIn } from "./accounts.ts";
import { makeEvents } from "./builders.ts";
import { call, makeInvitation, makeKey, type Caller } from "./people.ts";
import { inTenant, ringRecording, visit, type Visit } from "./visits.ts";

/** From then on the second secret is in force; see vitest.config.ts. */
const SWITCH = Date.parse("2040-01-01T00:00:00Z");
const TOKEN = "a-token-of-the-platform-for-tests";
const MARKER = "a-title-that-only-the-recording-has";
const tenant = DEMO.tenant;
const FILE = { sha256: "ab".repeat(32), bytes: new TextEncoder().encode(`a{content:"${MARKER}"}`) };

const both: Partial<Env> = { PLATFORM_TOKEN: TOKEN };
/** The deployment when the first secret has been dropped. */
const dropped: Partial<Env> = { PLATFORM_TOKEN: TOKEN, MASTER_SECRET: undefined as never };

let owner: Caller;
let key: Awaited<ReturnType<typeof makeKey>>;
let invitation: MadeInvitation;
let before: Visit;
let running: Visit;
let salted: Visit;
let after: Visit;

function marked(seq: number) {
  const title = { type: 5, data: { tag: "playhead.page", payload: { title: MARKER } }, timestamp: Date.now() };
  return [...makeEvents(seq, 3, Date.now()), title];
}

async function recorded(): Promise<Visit> {
  const made = await visit(DEMO.key);
  expect((await made.send(0, marked(0))).status).toBe(202);
  await ringRecording(tenant, made.session, ["index", "chunk"]);
  return made;
}

async function bytesOf(name: string): Promise<Uint8Array> {
  return new Uint8Array(await (await env.BUCKET_US.get(name))!.arrayBuffer());
}

const secretOf = async ({ session }: Visit) => wrappedWith(await bytesOf(sessionKeyKey(tenant, session)));

/** Stores a session as it was stored before keys were wrapped: a salt, and chunks under what is derived from it. */
async function storeAsBefore({ session }: Visit): Promise<void> {
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const dataKey = await dataKeyOf(await sessionDataKeyBytes(env.MASTER_SECRET!, salt, tenant, session));
  const line = { page: uuidv7(), seq: 0, at: Date.now(), body: { v: 1, sent: Date.now(), events: marked(0) } };
  await env.BUCKET_US.put(sessionKeyKey(tenant, session), salt);
  await env.BUCKET_US.delete(chunkKey(tenant, session, 0));
  await putChunk(env.BUCKET_US, dataKey, { tenant, session, n: 0 }, new TextEncoder().encode(JSON.stringify(line)));
}

/** What a member gets of a session's first chunk. */
async function played({ session }: Visit, over: Partial<Env>, caller: Caller = key.caller): Promise<string> {
  const manifest = await call(caller, "GET", `/api/sessions/${session}/manifest`, undefined, { over });
  if (!manifest.ok) return `manifest ${manifest.status}`;
  const { grant } = (await manifest.json()) as Manifest;
  const path = `/api/sessions/${session}/chunks/0?grant=${encodeURIComponent(grant)}`;
  const response = await call(caller, "GET", path, undefined, { over });
  if (!response.ok) return `chunk ${response.status}`;
  const text = brotliDecompressSync(new Uint8Array(await response.arrayBuffer())).toString();
  return text.includes(MARKER) ? "plays" : `another text: ${text}`;
}

/** Has the log anchored and projected. */
function anchor(): Promise<void> {
  return inTenant(tenant, async (instance, state) => {
    state.storage.sql.exec("UPDATE deadlines SET at = 1 WHERE name IN ('anchor', 'outbox')");
    await instance.alarm();
  });
}

async function rewrapPart(request: RewrapRequest, over: Partial<Env> = both): Promise<RewrapResult> {
  const platform = { Authorization: `Bearer ${TOKEN}` };
  const response = await call(platform, "POST", "/api/platform/rotation", request, { over });
  expect(response.status).toBe(200);
  return response.json();
}

const sessions = (over?: Partial<Env>) => rewrapPart({ part: "sessions", region: "us", after: null }, over);

/** The deployment with a bucket that fails from the put number `from` on, like one that was killed there. */
function killedAt(from: number): Partial<Env> {
  let puts = 0;
  const bucket = new Proxy(env.BUCKET_US, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (typeof value !== "function") return value;
      if (name === "put" && puts++ >= from) return () => Promise.reject(new Error("killed"));
      return value.bind(target);
    },
  });
  return { ...both, BUCKET_US: bucket };
}

const FACTOR = { id: uuidv7(), secret: "the secret of an app", backupCodes: '["one","two"]' };

async function storeFactor(): Promise<void> {
  const old = await derivedSecret(env.MASTER_SECRET!, "auth-secret");
  const [secret, codes] = await Promise.all(
    [FACTOR.secret, FACTOR.backupCodes].map((data) => symmetricEncrypt({ key: old, data })),
  );
  await env.ACCOUNTS.prepare("INSERT INTO two_factor (id, secret, backup_codes, user_id) VALUES (?, ?, ?, ?)")
    .bind(FACTOR.id, secret, codes, DEMO.owner)
    .run();
}

async function storeFileAsBefore(): Promise<void> {
  await env.INDEX_US.prepare(
    "INSERT INTO assets (tenant, sha256, type, bytes, refs, at) VALUES (?, ?, 'text/css', 1, 0, ?)",
  )
    .bind(tenant, FILE.sha256, Date.now())
    .run();
  const legacy = await dataKeyOf(await tenantAssetKeyBytes(env.MASTER_SECRET!, tenant));
  const sealed = await sealAsset(legacy, { tenant, sha256: FILE.sha256 }, FILE.bytes);
  await env.BUCKET_US.put(`t/${tenant}/a/${FILE.sha256}`, sealed);
}

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: SWITCH - 20 * 60_000 });
  owner = { Cookie: await signIn(DEMO.email, DEMO.password) };
  key = await makeKey(owner, ["view", "export", "activity", "members"]);
  invitation = await makeInvitation(owner, "viewer");
  [before, running, salted] = [await recorded(), await recorded(), await recorded()];
  await storeAsBefore(salted);
  await storeFactor();
  await anchor();
});
afterAll(() => vi.useRealTimers());

describe("before the switch", () => {
  it("what is stored is ciphertext under the first secret, in its place, for its tenant", async () => {
    expect(await secretOf(before)).toBe(1);
    expect(await secretOf(salted)).toBe(null);
    for (const { session } of [before, salted])
      expect(new TextDecoder("latin1").decode(await bytesOf(chunkKey(tenant, session, 0)))).not.toContain(MARKER);
    // The wrapped key of one session is nothing in the place of another's.
    const [own, foreign] = [sessionKeyKey(tenant, before.session), sessionKeyKey(uuidv7(), before.session)];
    await env.BUCKET_US.put(foreign, await bytesOf(own));
    await expect(readDataKey(env.BUCKET_US, keyRing(env), foreign.split("/")[1]!, before.session)).rejects.toThrow();
    await env.BUCKET_US.delete(foreign);
    expect(await played(before, both)).toBe("plays");
    expect(await played(salted, both)).toBe("plays");
  });
});

describe("after the switch", () => {
  beforeAll(async () => {
    vi.setSystemTime(SWITCH + 60_000);
    after = await recorded();
  });

  it("sessions of before play, running ones go on, and new ones are under the second secret", async () => {
    expect(await secretOf(after)).toBe(2);
    for (const each of [before, salted, after]) expect(await played(each, both)).toBe("plays");
    // Its token was signed with the first.
    expect((await running.send(1, marked(1))).status).toBe(202);
    await ringRecording(tenant, running.session, ["chunk"]);
    expect(await played(running, both)).toBe("plays");
    expect(await secretOf(running)).toBe(1);
  });

  it("people sign in anew, API keys and invitations go on", async () => {
    expect((await call(owner, "GET", "/api/me")).status).toBe(401);
    expect((await call({}, "POST", "/api/join/offer", { secret: invitation.secret })).status).toBe(200);
    const hash = () =>
      env.ACCOUNTS.prepare("SELECT secret_hash AS hash FROM api_keys WHERE id = ?").bind(key.id).first("hash");
    expect((await call(key.caller, "GET", "/api/me")).status).toBe(200);
    const renewed = await hash();
    expect((await call(key.caller, "GET", "/api/me", undefined, { over: dropped })).status).toBe(200);
    expect(await hash()).toBe(renewed);
    owner = { Cookie: await signIn(DEMO.email, DEMO.password) };
  });

  it("without the first secret nothing that it wraps can be played", async () => {
    expect(await played(after, dropped)).toBe("plays");
    for (const each of [before, salted]) expect(await played(each, dropped)).toBe("chunk 500");
  });
});

describe("wrapping anew", () => {
  it("goes on where it was killed, whichever key it was at, and does nothing twice", async () => {
    let wrapped = 0;
    for (const step of [0, 1, 1]) {
      const killed = await sessions(killedAt(step));
      wrapped += killed.rewrapped;
      expect(killed.rewrapped).toBe(step);
      for (const each of [before, salted, running, after]) expect(await played(each, both)).toBe("plays");
    }
    const rest = await sessions();
    expect(rest).toMatchObject({ failed: [], next: null });
    expect(wrapped + rest.rewrapped).toBe(3);
    expect(await sessions()).toMatchObject({ rewrapped: 0, failed: [] });
    for (const each of [before, salted, running, after]) expect(await secretOf(each)).toBe(2);
  });

  it("brings no session back that is deleted meanwhile", async () => {
    const name = sessionKeyKey(tenant, running.session);
    const kept = await bytesOf(name);
    const bucket = new Proxy(env.BUCKET_US, {
      get(target, method) {
        const value = Reflect.get(target, method, target) as unknown;
        if (typeof value !== "function") return value;
        if (method !== "put") return value.bind(target);
        return async (...args: unknown[]) => {
          await target.delete(name);
          return (value as (...all: unknown[]) => unknown).apply(target, args);
        };
      },
    });
    await env.BUCKET_US.put(name, crypto.getRandomValues(new Uint8Array(32)));
    await sessions({ ...both, BUCKET_US: bucket });
    expect(await env.BUCKET_US.get(name)).toBe(null);
    await env.BUCKET_US.put(name, kept);
  });

  it("takes the keys of files, second factors and logs along", async () => {
    await storeFileAsBefore();
    const ring = keyRing(env);
    expect(await getAsset(env.BUCKET_US, ring, { tenant, sha256: FILE.sha256 })).toEqual(FILE.bytes);
    const done = [
      await rewrapPart({ part: "tenants", region: "us", after: null }),
      await rewrapPart({ part: "accounts", after: null }),
    ];
    for (const { failed, rewrapped } of done) expect([failed, rewrapped]).toEqual([[], 1]);
    expect(wrappedWith(await bytesOf(`t/${tenant}/key`))).toBe(2);
    expect((await rewrapPart({ part: "accounts", after: null })).rewrapped).toBe(0);
    const row = (await env.ACCOUNTS.prepare("SELECT secret, backup_codes AS codes FROM two_factor WHERE id = ?")
      .bind(FACTOR.id)
      .first<{ secret: string; codes: string }>())!;
    const [{ text }] = keyRing({ ...env, ...dropped });
    const second = { keys: new Map([[2, await derivedSecret(text, "auth-secret")]]), currentVersion: 2 };
    expect(await symmetricDecrypt({ key: second, data: row.secret })).toBe(FACTOR.secret);
    expect(await symmetricDecrypt({ key: second, data: row.codes })).toBe(FACTOR.backupCodes);
  });
});

describe("when the first secret is dropped", () => {
  it("everything plays", async () => {
    for (const each of [before, salted, running, after]) expect(await played(each, dropped)).toBe("plays");
    const ring = keyRing({ ...env, ...dropped });
    expect(await getAsset(env.BUCKET_US, ring, { tenant, sha256: FILE.sha256 })).toEqual(FILE.bytes);
    const platform = { Authorization: `Bearer ${TOKEN}` };
    const response = await call(platform, "GET", "/api/platform/rotation", undefined, { over: dropped });
    const { secrets } = (await response.json()) as RotationState;
    expect(secrets).toEqual([{ number: 2, from: SWITCH, inForce: true }]);
  });

  it("the log is still whole, with anchors of both", async () => {
    await anchor();
    const response = await call(key.caller, "GET", "/api/activity/export?format=ndjson", undefined, { over: dropped });
    expect(response.status).toBe(200);
    const report = await verifyLog((await response.text()).split("\n"), {
      sha256: (text) => createHash("sha256").update(text).digest("hex"),
      verify: verifyLogSignature,
    });
    expect(report.faults).toEqual([]);
    expect(report.anchors).toBe(2);
    expect(report.earlierKeys).toHaveLength(1);
  });
});
