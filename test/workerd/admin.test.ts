import { SELF, env, runInDurableObject } from "cloudflare:test";
import { brotliDecompressSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import type { Recording } from "../../src/durable-objects/index.ts";
import { LIMITS, uuidv7, type ErrorBody } from "../../src/protocol/index.ts";
import type { Manifest, SessionList } from "../../src/protocol/api.schema.ts";
import { readDataKey, getChunk, keyRing, ringOf } from "../../src/storage/index.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { activityOf } from "./activity.ts";
import { START, identityOf, makeBatch, objectOf } from "./builders.ts";

const BASE = "http://playhead.test";
let cookie = "";

async function signIn(email: string, password: string): Promise<Response> {
  return SELF.fetch(`${BASE}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: BASE, "CF-Connecting-IP": "203.0.113.77" },
    body: JSON.stringify({ email, password }),
  });
}

function get(path: string, headers: Record<string, string> = { Cookie: cookie }): Promise<Response> {
  return SELF.fetch(BASE + path, { headers });
}

async function recorded(tenant: string, startedAt = START): Promise<ReturnType<typeof identityOf>> {
  const identity = identityOf({ tenant, startedAt });
  await objectOf(identity).append(identity, await makeBatch(uuidv7(1), 0));
  await runInDurableObject(objectOf(identity), async (instance: Recording, state) => {
    state.storage.sql.exec("UPDATE deadlines SET at = 0 WHERE name IN ('index', 'chunk')");
    await instance.alarm();
  });
  return identity;
}

beforeAll(async () => {
  const response = await signIn(DEMO.email, DEMO.password);
  if (!response.ok) throw new Error(`sign-in answered ${response.status}`);
  cookie = response.headers
    .getSetCookie()
    .map((text) => text.split(";")[0])
    .join("; ");
  await response.text();
});

describe("signing in", () => {
  it("needs the right password, and stores neither it nor the full address", async () => {
    expect((await signIn(DEMO.email, "wrong-password-12")).status).toBe(401);
    const { results } = await env.ACCOUNTS.prepare("SELECT ip_address FROM session").all<{
      ip_address: string | null;
    }>();
    expect(results.length).toBeGreaterThan(0);
    for (const { ip_address } of results) expect(ip_address).toBe("203.0.113.0/24");
    const { password } = (await env.ACCOUNTS.prepare("SELECT password FROM account").first<{ password: string }>())!;
    expect(password).toMatch(/^scrypt\$32768\$8\$1\$/);
  });

  it("tells who is signed in", async () => {
    expect(await (await get("/api/me")).json()).toMatchObject({
      user: { email: DEMO.email },
      tenant: { id: DEMO.tenant, region: "us" },
      role: "owner",
    });
  });
});

describe("every admin route", () => {
  it.each([
    "/api/me",
    "/api/sessions",
    `/api/sessions/${uuidv7()}`,
    `/api/sessions/${uuidv7()}/manifest`,
    `/api/sessions/${uuidv7()}/inspect`,
    `/api/sessions/${uuidv7()}/chunks/0?grant=x`,
    `/api/sessions/${uuidv7()}/assets/${"0".repeat(64)}?grant=x`,
    `/api/sessions/${uuidv7()}/live?grant=x`,
  ])("answers 401 without a sign-in: %s", async (path) => {
    const response = await get(path, {});
    expect(response.status).toBe(401);
    expect(((await response.json()) as ErrorBody).error.code).toBe("signed_out");
    expect(response.headers.get("Access-Control-Allow-Origin")).toBeNull();
  });

  it("is in the OpenAPI document", async () => {
    const document = (await (await get("/api/openapi.json", {})).json()) as { paths: Record<string, unknown> };
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        "/api/me",
        "/api/sessions",
        "/api/sessions/{id}",
        "/api/sessions/{id}/manifest",
        "/api/sessions/{id}/chunks/{n}",
        "/api/sessions/{id}/assets/{sha256}",
        "/api/sessions/{id}/live",
      ]),
    );
  });
});

describe("calls that the admin did not make", () => {
  it.each([
    { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "empty" },
    { "Sec-Fetch-Site": "same-site", "Sec-Fetch-Dest": "empty" },
    { "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "image" },
    { "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "font" },
    { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document" },
  ])("are refused: %o", async (headers) => {
    const response = await get("/api/me", { Cookie: cookie, ...headers });
    expect(response.status).toBe(403);
    expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
  });

  it("are not mistaken for its own", async () => {
    for (const destination of ["empty", "websocket"]) {
      const headers = { Cookie: cookie, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": destination };
      expect((await get("/api/me", headers)).status).toBe(200);
    }
  });

  it("reach nothing of the authentication library but signing in and out", async () => {
    for (const path of [
      "organization/delete",
      "organization/update",
      "sign-up/email",
      "update-user",
      "delete-user",
      "change-email",
    ]) {
      const response = await SELF.fetch(`${BASE}/api/auth/${path}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Origin: BASE, Cookie: cookie },
        body: JSON.stringify({ organizationId: DEMO.tenant }),
      });
      expect(response.status).toBe(404);
    }
    expect((await get("/api/me")).status).toBe(200);
  });
});

describe("the list", () => {
  it("is newest first, pages by keyset without gap or repeat, and holds nobody else's", async () => {
    const mine = [];
    for (let i = 0; i < 7; i++) mine.push((await recorded(DEMO.tenant, START + (i % 3) * 1_000)).session);
    await recorded(uuidv7());
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const list = (await (
        await get(`/api/sessions?limit=3${cursor ? `&cursor=${cursor}` : ""}`)
      ).json()) as SessionList;
      seen.push(...list.sessions.map((session) => session.id));
      const times = list.sessions.map((session) => session.startedAt);
      expect(times).toEqual(times.toSorted((a, b) => b - a));
      cursor = list.next;
    } while (cursor);
    expect(new Set(seen)).toEqual(new Set(mine));
    expect(seen).toHaveLength(mine.length);
  });

  it.each(["limit=0", "limit=201", "limit=x", "cursor=nonsense", "status=sleeping"])(
    "refuses ?%s with 400",
    async (query) => {
      const response = await get(`/api/sessions?${query}`);
      expect(response.status).toBe(400);
      expect(((await response.json()) as ErrorBody).error.code).toBe("bad_request");
    },
  );
});

describe("opening a session", () => {
  it("is in the activity log before it is answered, and gives a grant to its chunks", async () => {
    const { session } = await recorded(DEMO.tenant);
    const manifest = (await (await get(`/api/sessions/${session}/manifest`)).json()) as Manifest;
    expect(manifest.chunks).toHaveLength(1);
    expect(manifest.pages).toMatchObject([{ url: "https://shop.example/list", width: 1280 }]);
    const entries = (await activityOf(DEMO.tenant)).filter((entry) => entry.session === session);
    expect(entries).toMatchObject([{ action: "view", actor: `user:${DEMO.owner}`, environment: "production" }]);
    const chunk = await get(`/api/sessions/${session}/chunks/0?grant=${manifest.grant}`);
    expect(chunk.headers.get("Content-Encoding")).toBe("br");
    const bytes = new Uint8Array(await chunk.arrayBuffer());
    // The test's client may or may not have inflated it already.
    const text =
      bytes[0] === 0x7b ? new TextDecoder().decode(bytes) : new TextDecoder().decode(brotliDecompressSync(bytes));
    expect(text).toContain('"seq":0');
  });

  it("refuses a missing, foreign or altered grant", async () => {
    const { session } = await recorded(DEMO.tenant);
    const other = await recorded(DEMO.tenant);
    const { grant } = (await (await get(`/api/sessions/${other.session}/manifest`)).json()) as Manifest;
    expect((await get(`/api/sessions/${session}/chunks/0?grant=${grant}`)).status).toBe(403);
    expect((await get(`/api/sessions/${session}/chunks/0`)).status).toBe(400);
    expect((await get(`/api/sessions/${other.session}/chunks/0?grant=${grant.slice(0, -3)}abc`)).status).toBe(401);
    expect((await get(`/api/sessions/${other.session}/chunks/7?grant=${grant}`)).status).toBe(404);
  });

  it("is 404 for another tenant's session and for one that is not there, with the same words", async () => {
    const foreign = await recorded(uuidv7());
    const answers = [];
    for (const id of [foreign.session, uuidv7()]) {
      for (const path of [`/api/sessions/${id}`, `/api/sessions/${id}/manifest`]) {
        const response = await get(path);
        expect(response.status).toBe(404);
        answers.push(((await response.json()) as ErrorBody).error.message);
      }
    }
    expect(new Set(answers).size).toBe(1);
    expect((await get("/api/sessions/nonsense")).status).toBe(400);
  });

  it("is ciphertext at rest, and another tenant's key does not open it", async () => {
    const { tenant, session } = await recorded(DEMO.tenant);
    const other = await recorded(uuidv7());
    const object = (await env.BUCKET_US.get(`t/${tenant}/s/${session}/c/00000`))!;
    expect(new TextDecoder("latin1").decode(await object.arrayBuffer())).not.toContain("shop.example");
    const key = (await readDataKey(env.BUCKET_US, keyRing(env), other.tenant, other.session))!;
    await expect(getChunk(env.BUCKET_US, key, { tenant, session, n: 0 })).rejects.toThrow();
    const another = ringOf("another-master-secret-of-32-characters!");
    await expect(readDataKey(env.BUCKET_US, another, tenant, session)).rejects.toThrow();
  });
});

describe("the live socket", () => {
  it("says what is stored, sends what is buffered, then what comes", async () => {
    const identity = await recorded(DEMO.tenant);
    await objectOf(identity).append(identity, await makeBatch(uuidv7(1), 1));
    const { grant } = (await (await get(`/api/sessions/${identity.session}/manifest`)).json()) as Manifest;
    const response = await get(`/api/sessions/${identity.session}/live?grant=${grant}`, {
      Cookie: cookie,
      Origin: BASE,
      Upgrade: "websocket",
    });
    expect(response.status).toBe(101);
    const socket = response.webSocket!;
    socket.binaryType = "arraybuffer";
    const frames: string[] = [];
    const { promise: all, resolve } = Promise.withResolvers<void>();
    socket.addEventListener("message", ({ data }) => {
      frames.push(typeof data === "string" ? data : new TextDecoder().decode(data as ArrayBuffer).split("\n")[0]!);
      if (frames.length === 7) resolve();
    });
    socket.accept();
    await objectOf(identity).append(identity, await makeBatch(uuidv7(1), 2));
    const second = await get(`/api/sessions/${identity.session}/live?grant=${grant}`, {
      Cookie: cookie,
      Origin: BASE,
      Upgrade: "websocket",
    });
    second.webSocket!.accept();
    second.webSocket!.close(1000);
    await all;
    expect(frames.map((frame) => JSON.parse(frame) as unknown)).toMatchObject([
      { kind: "hello", chunks: 1, status: "live" },
      { seq: 1 },
      { kind: "current" },
      { kind: "viewers", count: 1 },
      { seq: 2 },
      { kind: "viewers", count: 2 },
      { kind: "viewers", count: 1 },
    ]);
    socket.close(1000);
  });

  it("is closed when the viewer's time is over, before anything more is sent", async () => {
    const identity = await recorded(DEMO.tenant);
    const { grant } = (await (await get(`/api/sessions/${identity.session}/manifest`)).json()) as Manifest;
    const headers = { Cookie: cookie, Origin: BASE, Upgrade: "websocket", "X-Playhead-Until": "9999999999999" };
    const response = await get(`/api/sessions/${identity.session}/live?grant=${grant}`, headers);
    const socket = response.webSocket!;
    const heard: string[] = [];
    const closed = new Promise<number>((resolve) => socket.addEventListener("close", ({ code }) => resolve(code)));
    socket.addEventListener("message", ({ data }) => void heard.push(typeof data === "string" ? data : "a batch"));
    socket.accept();
    await objectOf(identity).append(identity, await makeBatch(uuidv7(1), 1));
    await runInDurableObject(objectOf(identity), (_instance: Recording, state) => {
      // As if the two minutes had passed; what a caller says of it does not count.
      const [server] = state.getWebSockets();
      const { until } = server!.deserializeAttachment() as { until: number };
      expect(until).toBeLessThanOrEqual(Date.now() + LIMITS.liveSocketMs);
      server!.serializeAttachment({ until: Date.now() - 1 });
    });
    await objectOf(identity).append(identity, await makeBatch(uuidv7(1), 2));
    expect(await closed).toBe(1008);
    expect(heard.filter((frame) => frame === "a batch")).toHaveLength(1);
  });

  it("says that a session has ended", async () => {
    const { session } = await recorded(uuidv7());
    const mine = await recorded(DEMO.tenant);
    await runInDurableObject(objectOf(mine), (_instance, state) => {
      state.storage.sql.exec("UPDATE state SET json = json_set(json, '$.ended', json('true'))");
    });
    const { grant } = (await (await get(`/api/sessions/${mine.session}/manifest`)).json()) as Manifest;
    expect(
      (
        await get(`/api/sessions/${session}/live?grant=${grant}`, {
          Cookie: cookie,
          Origin: BASE,
          Upgrade: "websocket",
        })
      ).status,
    ).toBe(403);
    const response = await get(`/api/sessions/${mine.session}/live?grant=${grant}`, {
      Cookie: cookie,
      Origin: BASE,
      Upgrade: "websocket",
    });
    const socket = response.webSocket!;
    const kinds: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    socket.addEventListener("message", ({ data }) => {
      kinds.push((JSON.parse(data as string) as { kind: string }).kind);
      if (kinds.length === 3) resolve();
    });
    socket.accept();
    await promise;
    expect(kinds).toEqual(["hello", "current", "ended"]);
    socket.close(1000);
  });

  it("asks the recorder for batches sooner while somebody watches", async () => {
    const identity = await recorded(DEMO.tenant);
    expect((await objectOf(identity).append(identity, await makeBatch(uuidv7(1), 1))).watched).toBe(false);
    const { grant } = (await (await get(`/api/sessions/${identity.session}/manifest`)).json()) as Manifest;
    const response = await get(`/api/sessions/${identity.session}/live?grant=${grant}`, {
      Cookie: cookie,
      Origin: BASE,
      Upgrade: "websocket",
    });
    response.webSocket!.accept();
    expect((await objectOf(identity).append(identity, await makeBatch(uuidv7(1), 2))).watched).toBe(true);
    response.webSocket!.close(1000);
  });

  it("is no place for plain requests", async () => {
    const identity = await recorded(DEMO.tenant);
    const { grant } = (await (await get(`/api/sessions/${identity.session}/manifest`)).json()) as Manifest;
    expect((await get(`/api/sessions/${identity.session}/live?grant=${grant}`)).status).toBe(400);
  });
});
