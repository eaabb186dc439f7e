import { SELF, env, runInDurableObject } from "cloudflare:test";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { tenantObject } from "../../src/durable-objects/index.ts";
import type { ActivityFacets, ActivityList, LogCheck, LogStatus } from "../../src/protocol/activity/activity.schema.ts";
import type { NewEntry } from "../../src/protocol/activity/entry.ts";
import { verifyLog } from "../../src/protocol/activity/verification.ts";
import { uuidv7 } from "../../src/protocol/index.ts";
import { listAnchors, logAnchorKey, storesOf, verifyLogSignature } from "../../src/storage/index.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { createHash } from "node:crypto";
import { BASE, signIn, signInAs } from "./accounts.ts";
import { activityOf } from "./activity.ts";

const CRYPTO = {
  sha256: (text: string) => createHash("sha256").update(text).digest("hex"),
  verify: verifyLogSignature,
};

const OWNER = { tenant: DEMO.tenant, region: "us" as const };
const object = () => tenantObject(env, "us", DEMO.tenant);
let cookie = "";

function get(path: string, as = cookie): Promise<Response> {
  return SELF.fetch(BASE + path, { headers: { Cookie: as, "CF-Connecting-IP": "203.0.113.77" } });
}

async function read<T>(path: string): Promise<T> {
  const response = await get(path);
  expect(response.status).toBe(200);
  return response.json();
}

async function verify(): Promise<LogCheck> {
  for (let after = 0; ;) {
    const response = await SELF.fetch(`${BASE}/api/activity/verify`, {
      method: "POST",
      headers: { Cookie: cookie, Origin: BASE, "Content-Type": "application/json" },
      body: JSON.stringify({ after }),
    });
    const check: LogCheck = await response.json();
    if (check.done || check.fault) return check;
    after = check.to;
  }
}

async function enter(...entries: Partial<NewEntry>[]): Promise<void> {
  for (const entry of entries) await object().enter(OWNER, { actor: "user:somebody", action: "export", ...entry });
}

async function anchor(): Promise<void> {
  await runInDurableObject(object(), async (instance, state) => {
    state.storage.sql.exec("UPDATE deadlines SET at = 1 WHERE name = 'anchor'");
    await instance.alarm!();
  });
}

/** Changes what nobody can, by taking away what keeps them from it. */
async function tamper(...statements: string[]): Promise<void> {
  await runInDurableObject(object(), (_instance, state) => {
    for (const name of ["log_stays", "log_remains", "log_grows"])
      state.storage.sql.exec(`DROP TRIGGER IF EXISTS ${name}`);
    for (const statement of statements) state.storage.sql.exec(statement);
  });
}

beforeAll(async () => {
  cookie = await signIn(DEMO.email, DEMO.password);
});

describe("the activity log", () => {
  it("is listed newest first, page by page, by those who may", async () => {
    const session = uuidv7();
    await enter(...Array.from({ length: 7 }, (_, i) => ({ session, details: { i } })));
    const seen: unknown[] = [];
    let cursor: number | null = null;
    do {
      const page: ActivityList = await read(
        `/api/activity?limit=3&session=${session}${cursor === null ? "" : `&cursor=${cursor}`}`,
      );
      seen.push(...page.entries.map(({ details }) => details!["i"]));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0]);
    expect((await get("/api/activity", await signInAs("auditor"))).status).toBe(200);
    expect((await get("/api/activity", await signInAs("analyst"))).status).toBe(403);
  });

  it("is searched by person, action, session, environment, time and text", async () => {
    const [session, other] = [uuidv7(), uuidv7()];
    await enter(
      { session, action: "export", environment: "production", actor: `user:${DEMO.owner}`, at: 1_000 },
      { session: other, action: "note_added", environment: "test", actor: "key:k1", at: 2_000 },
      { session: other, action: "export", details: { "100%": "a_b" }, at: 3_000 },
    );
    const found = async (query: string) =>
      (await read<ActivityList>(`/api/activity?to=4000&${query}`)).entries.map(({ at }) => at);
    expect(await found("")).toEqual([3_000, 2_000, 1_000]);
    expect(await found(`actor=user:${DEMO.owner}`)).toEqual([1_000]);
    expect(await found("action=export")).toEqual([3_000, 1_000]);
    expect(await found("action=note_added,export")).toEqual([3_000, 2_000, 1_000]);
    expect(await found(`session=${other}`)).toEqual([3_000, 2_000]);
    expect(await found("environment=test")).toEqual([2_000]);
    expect(await found("from=2000")).toEqual([3_000, 2_000]);
    expect(await found("q=a_b")).toEqual([3_000]);
    expect(await found("q=0%25")).toEqual([3_000]);
    expect(await found("q=a%25b")).toEqual([]);
    const facets: ActivityFacets = await read("/api/activity/facets");
    expect(facets.actors).toContainEqual({ actor: `user:${DEMO.owner}`, name: "Demo Owner" });
    expect(facets.actors).toContainEqual({ actor: "key:k1", name: null });
    expect(facets.actions).toContain("note_added");
    expect(facets.environments).toEqual(["production", "test"]);
    for (const wrong of ["limit=0", "action=nothing", "session=1", "cursor=x", "from=-1"])
      expect((await get(`/api/activity?${wrong}`)).status).toBe(400);
  });
});

describe("a downloaded log", () => {
  it("is whole, vouched for and signed, and has its own download as the last entry", async () => {
    await enter({}, {});
    await anchor();
    await enter({ details: { text: 'ä "quoted"\n=1+1' } });
    const response = await get("/api/activity/export?format=ndjson");
    expect(response.headers.get("Content-Disposition")).toMatch(/attachment; filename="activity-.*\.ndjson"/);
    const lines = (await response.text()).split("\n");
    const report = await verifyLog(lines, CRYPTO);
    expect(report).toMatchObject({ faults: [], complete: true, first: 1 });
    expect(report.anchors).toBeGreaterThan(0);
    expect(report.publicKey).toBe((await read<LogStatus>("/api/activity/status")).publicKey);
    const last = (await activityOf(DEMO.tenant)).at(-1);
    expect(last).toMatchObject({ seq: report.last, action: "log_downloaded", actor: `user:${DEMO.owner}` });
  });

  it("can be a selection, and a table", async () => {
    await enter({ session: uuidv7(), action: "share_created", details: { text: 'a,"b"' }, actor: "=cmd" });
    const lines = (await (await get("/api/activity/export?format=ndjson&action=share_created")).text()).split("\n");
    expect(await verifyLog(lines, CRYPTO)).toMatchObject({ faults: [], complete: false, entries: 1 });
    const [head, row, ...rest] = (
      await (await get("/api/activity/export?format=csv&action=share_created")).text()
    ).split("\r\n");
    expect(head).toBe("seq,time,actor,action,environment,session,maskedIp,details,hash");
    expect(row).toContain(`,'=cmd,share_created,`);
    expect(row).toContain(String.raw`"{""text"":""a,\""b\""""}"`);
    expect(rest).toEqual([""]);
  });
});

describe("the check of the log", () => {
  it("finds nothing in a log that nobody touched, and says how far it came", async () => {
    await enter({}, {});
    await anchor();
    const check = await verify();
    expect(check).toMatchObject({ done: true, fault: null, mended: 0, to: check.head });
    expect(check.anchors).toBeGreaterThan(0);
    const status: LogStatus = await read("/api/activity/status");
    expect(status).toMatchObject({ verified: { seq: check.head, fault: null }, fork: null });
    expect(status.anchored!.seq).toBeLessThanOrEqual(status.seq);
  });

  it("puts right what the index has otherwise, and takes out what it has too much", async () => {
    await enter({}, {});
    await activityOf(DEMO.tenant);
    const { index } = storesOf(env, "us");
    const { seq } = (await object().logStatus())!;
    await index
      .prepare("UPDATE activity SET actor = 'nobody' WHERE tenant = ? AND seq = ?")
      .bind(DEMO.tenant, seq)
      .run();
    await index
      .prepare("DELETE FROM activity WHERE tenant = ? AND seq = ?")
      .bind(DEMO.tenant, seq - 1)
      .run();
    await index
      .prepare("INSERT INTO activity (tenant, id, seq, at, actor, action) VALUES (?, 'forged', 3, 1, 'nobody', 'view')")
      .bind(DEMO.tenant)
      .run();
    // Before it was put right a download shows it.
    const broken = await verifyLog(
      (await (await get("/api/activity/export?format=ndjson")).text()).split("\n"),
      CRYPTO,
    );
    expect(broken.faults[0]).toMatchObject({ seq: 3 });
    expect(await verify()).toMatchObject({ fault: null, mended: 3 });
    const whole = await verifyLog((await (await get("/api/activity/export?format=ndjson")).text()).split("\n"), CRYPTO);
    expect(whole.faults).toEqual([]);
  });

  beforeEach(async () => {
    await enter({}, {}, {});
    await anchor();
    await enter({}, {});
  });

  // The last of this file: from here on the log is broken.
  it("names the entry that was changed, taken out or written anew, and an end that was cut off", async () => {
    const { seq } = (await object().logStatus())!;
    const forged = (at: number) => `UPDATE log SET json = replace(json, 'somebody', 'nobody') WHERE seq = ${at}`;
    await tamper(forged(seq - 1));
    expect((await verify()).fault).toMatchObject({ seq: seq - 1 });
    await tamper(`UPDATE log SET json = replace(json, 'nobody', 'somebody') WHERE seq = ${seq - 1}`);
    expect((await verify()).fault).toBeNull();
    const anchored = (await read<LogStatus>("/api/activity/status")).anchored!.seq;
    await tamper(`DELETE FROM log WHERE seq >= ${anchored}`);
    expect((await verify()).fault).toMatchObject({ seq: anchored });
    expect((await read<LogStatus>("/api/activity/status")).verified!.fault).toMatchObject({ seq: anchored });
    // What is written instead can't be anchored.
    await anchor();
    const anchors = [];
    for await (const each of listAnchors(storesOf(env, "us").bucket, DEMO.tenant)) anchors.push(each.seq);
    expect(anchors).toContain(anchored);
    const { head } = await verify();
    for (let at = head; at < anchored; at++) await enter({});
    expect(logAnchorKey(DEMO.tenant, anchored)).toContain("/log/0000");
    await anchor();
    const status: LogStatus = await read("/api/activity/status");
    expect(status.fork === anchored || status.verified!.fault!.seq === anchored).toBe(true);
  });
});
