import { SELF, env, runInDurableObject } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import { tenantObject, type Recording } from "../../src/durable-objects/index.ts";
import type { Manifest } from "../../src/protocol/api.schema.ts";
import { uuidv7, type ErrorBody } from "../../src/protocol/index.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { BASE, signIn, signInAs } from "./accounts.ts";
import { activityOf, type Logged } from "./activity.ts";
import { identityOf, makeBatch, objectOf } from "./builders.ts";
import { routeTable } from "./route-table.ts";

/**
 * Every way to read something of a session: the entry it leaves, or why it needs none. A new route needs a line here. `elsewhere`: the
 * test that looks at its entry.
 */
const READS: Record<string, { entry: string } | { grant: string } | { none: string } | { elsewhere: string }> = {
  "GET /api/sessions/:id": { none: "says what the list says; nothing that was recorded" },
  "GET /api/sessions/:id/manifest": { entry: "view" },
  "GET /api/sessions/:id/inspect": { entry: "view" },
  "GET /api/sessions/:id/chunks/:n": { grant: "the view's; the chunk is noted with it" },
  "GET /api/sessions/:id/assets/:sha256": { grant: "the view's; files are no part of what the visitor did" },
  "GET /api/sessions/:id/assets": { grant: "the view's; the list of files of the manifest, again" },
  "GET /api/sessions/:id/live": { grant: "the view's; that it was live is noted with it" },
  "GET /api/sessions/:id/shares": { none: "says who has links; nothing that was recorded" },
  "GET /api/sessions/:id/neighbours": { none: "ids of the sessions before and after it in a list" },
  "GET /api/sessions/:id/notes": { none: "says what members wrote; nothing that was recorded" },
  "POST /api/exports": { elsewhere: "export.test.ts" },
  "POST /api/shared/open": { elsewhere: "share.test.ts" },
  "GET /api/shared/:share/chunks/:n": { elsewhere: "share.test.ts: closed without the grant of an opened link" },
  "GET /api/shared/:share/assets": { elsewhere: "share.test.ts: closed without the grant of an opened link" },
  "GET /api/shared/:share/assets/:sha256": { elsewhere: "share.test.ts: closed without the grant of an opened link" },
};

let cookie = "";

function call(method: string, path: string, body?: unknown, as = cookie): Promise<Response> {
  const headers = { Cookie: as, Origin: BASE, "Content-Type": "application/json", "CF-Connecting-IP": "203.0.113.77" };
  return SELF.fetch(BASE + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
}

async function recorded(): Promise<string> {
  const identity = identityOf({ tenant: DEMO.tenant });
  await objectOf(identity).append(identity, await makeBatch(uuidv7(), 0));
  await runInDurableObject(objectOf(identity), async (instance: Recording, state) => {
    state.storage.sql.exec("UPDATE deadlines SET at = 1 WHERE name IN ('index', 'chunk')");
    await instance.alarm();
  });
  return identity.session;
}

async function entriesOf(session: string): Promise<Logged[]> {
  return (await activityOf(DEMO.tenant)).filter((entry) => entry.session === session);
}

async function open(session: string): Promise<Manifest> {
  return (await call("GET", `/api/sessions/${session}/manifest`)).json();
}

/** Has the time pass after which views are over. */
async function endViews(): Promise<void> {
  await runInDurableObject(tenantObject(env, "us", DEMO.tenant), async (instance, state) => {
    state.storage.sql.exec("UPDATE views SET last_at = 1");
    state.storage.sql.exec("UPDATE deadlines SET at = 1 WHERE name = 'views'");
    await instance.alarm!();
  });
}

beforeAll(async () => {
  cookie = await signIn(DEMO.email, DEMO.password);
});

describe("every way to read a recording", () => {
  it("is known, with the entry that it leaves", () => {
    const reading = routeTable()
      .filter(
        ({ method, path }) =>
          (method === "GET" && /^\/api\/(?:sessions\/:id|shared\/)/.test(path)) ||
          /^\/api\/(?:exports|shared\/open)$/.test(path),
      )
      .map(({ method, path }) => `${method} ${path}`);
    expect(reading.toSorted()).toEqual(Object.keys(READS).toSorted());
  });

  it.each(
    Object.entries(READS).flatMap(([route, leaves]) => ("entry" in leaves ? [[route, leaves.entry] as const] : [])),
  )("leaves an entry before it answers: %s", async (route, action) => {
    const session = await recorded();
    const response = await call("GET", route.slice("GET ".length).replace(":id", session));
    expect(response.status).toBe(200);
    expect(await entriesOf(session)).toMatchObject([
      { action, actor: `user:${DEMO.owner}`, environment: "production", masked_ip: "203.0.113.0/24" },
    ]);
    await response.text();
  });

  it.each(Object.entries(READS).flatMap(([route, leaves]) => ("grant" in leaves ? [route] : [])))(
    "is closed without the grant of a view, and leaves nothing: %s",
    async (route) => {
      const session = await recorded();
      const path = route.slice("GET ".length).replace(":id", session).replace(":n", "0");
      const address = path.replace(":sha256", "0".repeat(64));
      const { grant } = await open(await recorded());
      for (const wrong of ["", "?grant=", "?grant=v1.a.b", `?grant=${grant}`])
        expect([400, 401, 403]).toContain((await call("GET", address + wrong)).status);
      expect(await entriesOf(session)).toEqual([]);
    },
  );

  it("answers nothing when the entry cannot be written", async () => {
    const session = await recorded();
    const { grant } = await open(session);
    const tables = ["log", "views"] as const;
    const rename = (from: string, to: string) =>
      runInDurableObject(tenantObject(env, "us", DEMO.tenant), (_instance, state) => {
        for (const name of tables) state.storage.sql.exec(`ALTER TABLE ${from}${name} RENAME TO ${to}${name}`);
      });
    await rename("", "away_");
    for (const path of ["manifest", "inspect", `chunks/0?grant=${grant}`]) {
      const response = await call("GET", `/api/sessions/${session}/${path}`);
      expect(response.status).toBeGreaterThanOrEqual(500);
      expect(Object.keys((await response.json()) as ErrorBody)).toEqual(["error"]);
    }
    await rename("away_", "");
    expect((await call("GET", `/api/sessions/${session}/manifest`)).status).toBe(200);
    expect(await entriesOf(session)).toHaveLength(2);
  });
});

describe("a view", () => {
  it("is one entry however much is fetched, and one more when it is over, which says how much was watched", async () => {
    const session = await recorded();
    const { grant } = await open(session);
    for (let i = 0; i < 3; i++) await (await call("GET", `/api/sessions/${session}/chunks/0?grant=${grant}`)).text();
    const watched = `/api/sessions/${session}/watched`;
    expect((await call("POST", watched, { grant, watched: [[0, 4_000]] })).status).toBe(204);
    expect(
      (
        await call("POST", watched, {
          grant,
          watched: [
            [3_000, 5_000],
            [9_000, 9_500],
          ],
        })
      ).status,
    ).toBe(204);
    const [view, ...more] = await entriesOf(session);
    expect(more).toEqual([]);
    const shown = async () =>
      ((await (await call("GET", `/api/activity?session=${session}&action=view`)).json()) as { entries: object[] })
        .entries[0];
    expect(await shown()).toMatchObject({ watched: { ms: 5_500, chunks: 1, over: false } });
    await endViews();
    const entries = await entriesOf(session);
    expect(entries).toMatchObject([
      view!,
      {
        action: "watched",
        actor: view!.actor,
        details: {
          view: view!.seq,
          watchedMs: 5_500,
          watched: [
            [0, 5_000],
            [9_000, 9_500],
          ],
          chunks: [0],
          live: false,
        },
      },
    ]);
    expect(await shown()).toMatchObject({ watched: { ms: 5_500, chunks: 1, over: true } });
    // Its grant is over with it.
    for (const [method, path, body] of [
      ["GET", `chunks/0?grant=${grant}`, undefined],
      ["POST", "grant", { grant }],
      ["POST", "watched", { grant, watched: [[0, 1]] }],
    ] as const)
      expect((await call(method, `/api/sessions/${session}/${path}`, body)).status).toBe(401);
    await endViews();
    expect(await entriesOf(session)).toEqual(entries);
  });

  it("goes on with another grant, which only its own person gets", async () => {
    const session = await recorded();
    const { grant } = await open(session);
    const renewed = await call("POST", `/api/sessions/${session}/grant`, { grant });
    const next = ((await renewed.json()) as { grant: string }).grant;
    expect((await call("GET", `/api/sessions/${session}/chunks/0?grant=${next}`)).status).toBe(200);
    expect((await call("POST", `/api/sessions/${session}/grant`, { grant }, await signInAs("viewer"))).status).toBe(
      403,
    );
    expect(await entriesOf(session)).toHaveLength(1);
  });

  it("takes no nonsense about what was watched", async () => {
    const session = await recorded();
    const { grant } = await open(session);
    for (const watched of [[[2, 1]], [[-1, 1]], [[0]], [[0, null]], "all", Array.from({ length: 101 }, () => [0, 1])])
      expect((await call("POST", `/api/sessions/${session}/watched`, { grant, watched })).status).toBe(400);
  });
});
