import { env, runInDurableObject } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import { tenantObject, type Recording, type SessionIdentity, type Tenant } from "../../src/durable-objects/index.ts";
import { LIMITS, parsePublishableKey, uuidv7 } from "../../src/protocol/index.ts";
import { LISTS } from "../../src/protocol/list-limits.ts";
import type { ListMessage, MovedSession } from "../../src/protocol/list-live.schema.ts";
import type { StartResponse } from "../../src/protocol/start.schema.ts";
import { keyRing } from "../../src/storage/index.ts";
import { readIngestToken } from "../../src/worker/ingest-token.ts";
import { signIn } from "./accounts.ts";
import { identityOf, makeBatch, makeTenant, objectOf, postStart, startBody } from "./builders.ts";
import { addMember, makeKey, makeMember, makeOwnedTenant, makePerson, call, PASSWORD, type Caller } from "./people.ts";

let tenant = "";
let owner: Caller = {};

beforeAll(async () => {
  const made = await makeOwnedTenant("Lists");
  tenant = made.id;
  owner = { Cookie: made.cookie };
});

const LIVE = "/api/sessions/live";

/** A list that is looked at, and what it has heard. */
interface Looking {
  socket: WebSocket;
  heard: ListMessage[];
  show(...sessions: string[]): void;
  /** The latest that was heard of a session, when it is as wanted. */
  until(session: string, wanted?: (row: MovedSession) => boolean): Promise<MovedSession>;
  closed: Promise<number>;
}

function upgrade(caller: Caller, headers: Record<string, string> = {}): Promise<Response> {
  return call(caller, "GET", LIVE, undefined, { headers: { Upgrade: "websocket", ...headers } });
}

async function look(caller: Caller, headers: Record<string, string> = {}): Promise<Looking> {
  const response = await upgrade(caller, headers);
  expect(response.status).toBe(101);
  const socket = response.webSocket!;
  const heard: ListMessage[] = [];
  const waiting = new Set<() => void>();
  const closed = new Promise<number>((resolve) => socket.addEventListener("close", ({ code }) => resolve(code)));
  socket.addEventListener("message", ({ data }) => {
    heard.push(JSON.parse(data as string) as ListMessage);
    for (const check of waiting) check();
  });
  socket.accept();
  const rowsOf = (session: string) =>
    heard.flatMap((message) => (message.kind === "moved" ? message.sessions.filter(({ id }) => id === session) : []));
  return {
    socket,
    heard,
    closed,
    show: (...show) => socket.send(JSON.stringify({ show })),
    until: (session, wanted = () => true) =>
      new Promise((resolve) => {
        const check = () => {
          const row = rowsOf(session).findLast(wanted);
          if (!row) return;
          waiting.delete(check);
          resolve(row);
        };
        waiting.add(check);
        check();
      }),
  };
}

async function running(over: Partial<SessionIdentity> = {}): Promise<SessionIdentity> {
  const identity = identityOf({ tenant, ...over });
  await objectOf(identity).append(identity, await makeBatch(uuidv7(1), 0));
  return identity;
}

/** The sockets of a tenant's list, as its object has them. */
function inTenant<T>(id: string, work: (object: Tenant, state: DurableObjectState) => T): Promise<T> {
  return runInDurableObject(tenantObject(env, "us", id), work) as Promise<T>;
}

describe("the socket of the list", () => {
  it("answers how the sessions stand that are shown, and tells how they go on", async () => {
    const identity = await running();
    const list = await look(owner);
    list.show(identity.session);
    const first = await list.until(identity.session);
    expect(first).toMatchObject({
      status: "live",
      pages: 1,
      environment: "production",
      entryUrl: "https://shop.example/list",
    });
    expect(first).not.toHaveProperty("maskedIp");
    await objectOf(identity).append(identity, await makeBatch(uuidv7(2), 0));
    const next = await list.until(identity.session, ({ pages }) => pages === 2);
    expect(next.events).toBeGreaterThan(first.events);
    list.socket.close(1000);
  });

  it("tells the end of a session that nobody asked for", async () => {
    const identity = await running({ startedAt: Date.now() });
    const list = await look(owner);
    await runInDurableObject(objectOf(identity), async (instance: Recording, state) => {
      state.storage.sql.exec("UPDATE batches SET at = 1");
      state.storage.sql.exec("UPDATE deadlines SET at = 0");
      await instance.alarm();
    });
    expect((await list.until(identity.session)).status).toBe("ended");
    list.socket.close(1000);
  });

  it("says which sessions are deleted", async () => {
    const identity = await running();
    const list = await look(owner);
    list.show(identity.session);
    await list.until(identity.session);
    expect((await call(owner, "DELETE", `/api/sessions/${identity.session}`)).status).toBeLessThan(300);
    await expect
      .poll(() => list.heard.some((message) => message.kind === "gone" && message.sessions.includes(identity.session)))
      .toBe(true);
    list.socket.close(1000);
  });

  it("reaches no session of another tenant, and tells nobody of another environment's", async () => {
    const foreign = await running({ tenant: (await makeOwnedTenant("Elsewhere")).id });
    const other = await running({ environment: "test" });
    const mine = await running();
    const key = await makeKey(owner, ["view"], "production");
    const list = await look(key.caller);
    list.show(foreign.session, other.session, mine.session);
    await list.until(mine.session);
    await objectOf(foreign).append(foreign, await makeBatch(uuidv7(2), 0));
    await objectOf(other).append(other, await makeBatch(uuidv7(2), 0));
    await objectOf(mine).append(mine, await makeBatch(uuidv7(2), 0));
    await list.until(mine.session, ({ pages }) => pages === 2);
    const named = JSON.stringify(list.heard);
    expect(named).not.toContain(foreign.session);
    expect(named).not.toContain(other.session);
    list.socket.close(1000);
  });

  it("is for those who may see the list, and for pages of the admin", async () => {
    expect((await call(owner, "GET", LIVE)).status).toBe(400);
    expect((await upgrade({})).status).toBe(401);
    expect((await upgrade(owner, { Origin: "https://evil.example" })).status).toBe(403);
    const stranger = await makePerson("stranger");
    const cookie = await signIn(stranger.email, PASSWORD);
    expect((await upgrade({ Cookie: cookie })).status).toBe(403);
    await addMember(tenant, stranger.id, "viewer");
    expect((await upgrade({ Cookie: cookie })).status).toBe(101);
  });

  it("tells nothing more when its time is over, whoever says when that is", async () => {
    const identity = await running();
    const viewer = await makeMember(tenant, "viewer");
    const list = await look({ Cookie: viewer.cookie }, { "X-Playhead-Until": "9999999999999" });
    list.show(identity.session);
    await list.until(identity.session);
    await inTenant(tenant, (_instance, state) => {
      for (const socket of state.getWebSockets()) {
        const attached = socket.deserializeAttachment() as { until: number };
        expect(attached.until).toBeLessThanOrEqual(Date.now() + LIMITS.liveSocketMs);
        socket.serializeAttachment({ ...attached, until: Date.now() - 1 });
      }
    });
    const before = list.heard.length;
    list.show(identity.session);
    expect(await list.closed).toBe(1008);
    expect(list.heard).toHaveLength(before);
    // Nobody looks any more: a session that still tells is told so.
    const row = await objectOf(identity).look(Date.now() + 60_000);
    expect(await tenantObject(env, "us", tenant).moved(row!)).toBe(false);
  });

  it("has to be opened again by a list that has asked for very many sessions", async () => {
    const identity = await running();
    const list = await look(owner);
    list.show(identity.session);
    await list.until(identity.session);
    await inTenant(tenant, (_instance, state) => {
      for (const socket of state.getWebSockets()) {
        const attached = socket.deserializeAttachment() as { asked: number };
        expect(attached.asked).toBeLessThan(LISTS.shownPerSocket);
        socket.serializeAttachment({ ...attached, asked: LISTS.shownPerSocket });
      }
    });
    list.show(identity.session);
    expect(await list.closed).toBe(1008);
  });

  it("closes on what it does not understand", async () => {
    for (const text of [
      "hello",
      '{"show":["one"]}',
      JSON.stringify({ show: Array.from({ length: 101 }, () => uuidv7()) }),
    ]) {
      const list = await look(owner);
      list.socket.send(text);
      expect(await list.closed).toBe(1003);
    }
  });
});

describe("a session that begins", () => {
  it("is announced to lists that are looked at; its token says so, and no other token does", async () => {
    const made = await makeTenant();
    const announced = async () => {
      const body = startBody(made.key);
      const answer = (await (await postStart(body)).json()) as StartResponse;
      if (answer.level === "off") throw new Error(`turned away: ${answer.reason}`);
      return readIngestToken(keyRing(env), answer.token, Date.now());
    };
    expect(await announced()).not.toHaveProperty("announced");
    const person = await makePerson("looker");
    expect(parsePublishableKey(made.key)?.tenant).toBe(made.tenant);
    await env.ACCOUNTS.batch([
      env.ACCOUNTS.prepare("INSERT INTO organization (id, name, slug, created_at) VALUES (?1, 'Made', ?1, 0)").bind(
        made.tenant,
      ),
      env.ACCOUNTS.prepare("INSERT INTO tenants (id, region, created_at) VALUES (?, 'us', 0)").bind(made.tenant),
    ]);
    await addMember(made.tenant, person.id, "viewer");
    const list = await look({ Cookie: await signIn(person.email, PASSWORD) });
    const identity = await announced();
    expect(identity.announced).toBeGreaterThan(Date.now());
    await objectOf(identity).append(identity, await makeBatch(uuidv7(1), 0));
    expect(await list.until(identity.session)).toMatchObject({ status: "live", pages: 1, environment: "production" });
    list.socket.close(1000);
  });
});
