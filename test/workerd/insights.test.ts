import { env } from "cloudflare:test";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { tenantObject } from "../../src/durable-objects/index.ts";
import { INSIGHT_LIMITS } from "../../src/protocol/insight-limits.ts";
import type {
  BehindAnswer,
  FunnelAnswer,
  HeatAnswer,
  NamesAnswer,
  PagesAnswer,
} from "../../src/protocol/insight.schema.ts";
import { newEnvironment, newPolicy, uuidv7, type ErrorBody, type TrailEntry } from "../../src/protocol/index.ts";
import { eraseSession, project, refreshSearch, storesOf, type SessionRecord } from "../../src/storage/index.ts";
import { activityOf } from "./activity.ts";
import { call, makeKey, makeOwnedTenant, type Caller } from "./people.ts";

const { index } = storesOf(env, "us");
const NOW = Date.now();
let clock = NOW - 3_600_000;

/** A session in the index, a second younger than the one before. */
async function stored(tenant: string, trail: TrailEntry[] | null, over: Partial<SessionRecord> = {}): Promise<string> {
  const id = uuidv7();
  clock += 1_000;
  const session: SessionRecord = {
    tenant,
    id,
    environment: "production",
    visitor: uuidv7(),
    level: "playback",
    status: "ended",
    version: 1,
    startedAt: clock,
    lastAt: clock + 60_000,
    receivedAt: clock,
    expiresAt: NOW + 1e9,
    pages: 1,
    navigations: 0,
    clicks: 0,
    inputs: 0,
    events: 9,
    wireBytes: 9,
    chunks: 0,
    entryUrl: "https://shop.example/",
    lastUrl: "https://shop.example/",
    title: "Shop",
    device: "desktop",
    ...over,
  };
  await project(index, { session, pages: [], chunks: [], trail: trail && { entries: trail, cut: 0 } });
  await refreshSearch(index, tenant, [id]);
  return id;
}

const visit = (ms: number, address: string): TrailEntry => [ms, "page", address];
const FUNNEL = {
  steps: [
    { kind: "page", match: "/" },
    { kind: "page", match: "/cart" },
    { kind: "event", match: "purchase" },
  ],
};

let tenant = "";
let owner: Caller = {};
const made: Record<"bought" | "left" | "mobile" | "staging" | "elsewhere", string> = {} as never;

async function ask<T>(method: string, path: string, body?: unknown, caller = owner): Promise<T> {
  const response = await call(caller, method, path, body);
  expect(response.status).toBe(200);
  return response.json();
}

function behind(pick: unknown, more: object = {}, caller = owner): Promise<BehindAnswer> {
  return ask("POST", "/api/insights/sessions", { pick, ...more }, caller);
}

const idsOf = ({ sessions }: BehindAnswer) => sessions.map(({ session, t }) => [session.id, t]);

beforeAll(async () => {
  const here = await makeOwnedTenant("Shop");
  tenant = here.id;
  owner = { Cookie: here.cookie };
  const policy = newPolicy(tenant, "us", NOW);
  const environments = [...policy.environments, newEnvironment("staging", "Staging")];
  await tenantObject(env, "us", tenant).configure({ ...policy, environments });
  const bought: TrailEntry[] = [visit(0, "/"), visit(9_000, "/cart?x=1"), [12_000, "event", "purchase"]];
  made.bought = await stored(tenant, bought);
  made.left = await stored(tenant, [visit(0, "/"), visit(4_000, "/cart"), [5_000, "error", "TypeError: no", 1]]);
  made.mobile = await stored(tenant, [visit(0, "/"), [50, "click", "buy", 500, 30, 0]], {
    device: "mobile",
    level: "dxa",
  });
  made.staging = await stored(tenant, [visit(0, "/"), visit(1_000, "/cart")], { environment: "staging" });
  await stored(tenant, null);
  made.elsewhere = await stored((await makeOwnedTenant("Other")).id, bought);
});

describe("a funnel", () => {
  it("counts the sessions of the tenant, and says which those are", async () => {
    const { steps, looked } = await ask<FunnelAnswer>("POST", "/api/insights/funnel", FUNNEL);
    expect(steps).toEqual([
      { sessions: 4, dropped: 1, medianMs: null },
      { sessions: 3, dropped: 2, medianMs: 4_000 },
      { sessions: 1, dropped: 0, medianMs: 3_000 },
    ]);
    expect(looked).toMatchObject({
      sessions: 5,
      all: true,
      incomplete: 1,
      levels: { engagement: 0, dxa: 1, playback: 4 },
    });
  });

  it("leads to those who dropped off, at the moment they did, newest first", async () => {
    const pick = { of: "funnel", ...FUNNEL, step: 1, outcome: "dropped" };
    expect(idsOf(await behind(pick))).toEqual([
      [made.staging, 1_000],
      [made.left, 4_000],
    ]);
  });

  it("is of the sessions that a search finds", async () => {
    const { steps } = await ask<FunnelAnswer>("POST", "/api/insights/funnel", {
      ...FUNNEL,
      q: "device:mobile last:7d",
    });
    expect(steps.map(({ sessions }) => sessions)).toEqual([1, 0, 0]);
    const pick = { of: "funnel", ...FUNNEL, step: 0, outcome: "reached" };
    expect(idsOf(await behind(pick, { q: "visited:/ > /cart env:production" }))).toEqual([
      [made.left, 0],
      [made.bought, 0],
    ]);
  });
});

describe("whoever asks", () => {
  it("gets the sessions of their environment only", async () => {
    const { caller } = await makeKey(owner, ["view"], "staging");
    const { pages, looked } = await ask<PagesAnswer>("GET", "/api/insights/pages", undefined, caller);
    expect(looked.sessions).toBe(1);
    expect(pages.rows.map(({ page, sessions }) => [page, sessions])).toEqual([
      ["/", 1],
      ["/cart", 1],
    ]);
    expect(idsOf(await behind({ of: "page", page: "/", what: "visited" }, {}, caller))).toEqual([[made.staging, 0]]);
  });

  it("leaves nothing in the log, because nothing of a recording is shown", async () => {
    const before = (await activityOf(tenant)).length;
    await ask("GET", "/api/insights/heat?page=/");
    await behind({ of: "error", error: "TypeError: no" });
    expect(await activityOf(tenant)).toHaveLength(before);
  });
});

describe("the list behind a number", () => {
  it("has each session once, however it is read", async () => {
    const pick = { of: "page", page: "/", what: "visited" };
    const whole = idsOf(await behind(pick));
    const parts: typeof whole = [];
    let cursor: string | null = null;
    do {
      const page: BehindAnswer = await behind(pick, { limit: 1, ...(cursor && { cursor }) });
      parts.push(...idsOf(page));
      cursor = page.next;
    } while (cursor !== null);
    expect(parts).toEqual(whole);
    expect(whole).toHaveLength(4);
  });

  it("does not have what was deleted", async () => {
    const gone = await stored(tenant, [visit(0, "/gone")]);
    const pick = { of: "page", page: "/gone", what: "visited" };
    expect(idsOf(await behind(pick))).toEqual([[gone, 0]]);
    await eraseSession(storesOf(env, "us"), tenant, gone, []);
    expect(idsOf(await behind(pick))).toEqual([]);
  });
});

it("a heatmap has the clicks of a class of device, and pictures to lay it over", async () => {
  const { heat } = await ask<HeatAnswer>("GET", "/api/insights/heat?page=/&device=mobile");
  expect(heat).toMatchObject({ sessions: 1, clicks: 1, unplaced: 0, cells: [[25, 1, 1]], pictures: [] });
  const all = await ask<HeatAnswer>("GET", "/api/insights/heat?page=/cart");
  expect(all.heat.pictures.map(({ session }) => session)).toEqual([made.staging, made.left, made.bought]);
});

it("a question goes through a bounded number of sessions, and says that there are more", async () => {
  const many = await makeOwnedTenant("Many");
  const first = await stored(many.id, [visit(0, "/first")]);
  const bound = INSIGHT_LIMITS.namedSessions;
  const columns = Object.keys((await index.prepare("SELECT * FROM sessions WHERE id = ?").bind(first).first())!);
  const copied = columns.map(
    (name) => ({ id: "'copy' || n", started_at: "started_at + n", place: "place + n * 4096" })[name] ?? name,
  );
  await index
    .prepare(
      `INSERT INTO sessions (${columns.join()}) WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < ?)
       SELECT ${copied.join()} FROM sessions, count WHERE id = ?`,
    )
    .bind(bound, first)
    .run();
  const { looked, names } = await ask<NamesAnswer>("GET", "/api/insights/names", undefined, { Cookie: many.cookie });
  expect(looked).toMatchObject({ sessions: bound, all: false, incomplete: bound });
  expect(names.pages).toEqual([]);
  const { pages, looked: seen } = await ask<PagesAnswer>("GET", "/api/insights/pages", undefined, {
    Cookie: many.cookie,
  });
  expect(seen).toMatchObject({ sessions: bound + 1, all: true });
  expect(pages.rows).toMatchObject([{ page: "/first", sessions: 1 }]);
});

describe("a bad question", () => {
  it.each([
    ["POST", "/api/insights/funnel", { steps: [] }],
    ["POST", "/api/insights/funnel", { steps: [{ kind: "page", match: " " }] }],
    ["POST", "/api/insights/funnel", { ...FUNNEL, withinMs: 1 }],
    ["POST", "/api/insights/paths", { direction: "sideways" }],
    ["POST", "/api/insights/sessions", { pick: { of: "nothing" } }],
    ["POST", "/api/insights/sessions", { pick: { of: "error", error: "x" }, cursor: "yesterday" }],
    ["GET", "/api/insights/heat", undefined],
    ["GET", "/api/insights/pages?q=colour:red", undefined],
    ["GET", "/api/insights/pages?tz=Mars", undefined],
  ])("is refused with what to do: %s %s", async (method, path, body) => {
    const response = await call(owner, method, path, body);
    expect(response.status).toBe(400);
    expect(((await response.json()) as ErrorBody).error.message.length).toBeGreaterThan(10);
  });

  it("is never the server's fault", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("funnel", "paths", "sessions"), fc.jsonValue(), async (path, body) => {
        const { status } = await call(owner, "POST", `/api/insights/${path}`, body);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 30 },
    );
  });
});
