import { env } from "cloudflare:test";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { RecordedEvent, TrailEntry } from "../../src/protocol/index.ts";
import { addTag, eraseSession, markSeen, readSurroundings, storesOf } from "../../src/storage/index.ts";
import { START, makeEvents, makeTenant } from "./builders.ts";
import { applyTo, bytesLeft, ringJob, setPrivacy } from "./stored-sessions.ts";
import { inRecording, ringRecording, visit } from "./visits.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => vi.useRealTimers());

function signal(tag: string, payload: unknown, ms: number): RecordedEvent {
  return { type: 5, data: { tag: `playhead.${tag}`, payload }, timestamp: START + ms };
}

async function trailOf(tenant: string, session: string): Promise<{ trail: TrailEntry[]; cut: number } | null> {
  const row = await storesOf(env, "us")
    .index.prepare("SELECT trail, cut FROM session_trails WHERE tenant = ? AND session = ?")
    .bind(tenant, session)
    .first<{ trail: string; cut: number }>();
  return row && { trail: JSON.parse(row.trail) as TrailEntry[], cut: row.cut };
}

async function trailed() {
  const { tenant, key } = await makeTenant();
  const made = await visit(key);
  await made.send(0, [...makeEvents(0), signal("track", { name: "Added" }, 500)]);
  await ringRecording(tenant, made.session, ["index"]);
  return { tenant, made };
}

it("a session's trail is written with its row, and goes on with it", async () => {
  const { tenant, made } = await trailed();
  expect(await trailOf(tenant, made.session)).toEqual({
    trail: [
      [0, "page", "/list"],
      [500, "event", "Added"],
    ],
    cut: 0,
  });
  await made.send(1, [signal("error", { name: "TypeError", message: "no", unhandled: "error" }, 2_000)]);
  await ringRecording(tenant, made.session, ["chunk"]);
  expect((await trailOf(tenant, made.session))?.trail.at(-1)).toEqual([2_000, "error", "TypeError: no", 0]);
});

it("a batch that is sent twice is in the trail once", async () => {
  const { tenant, made } = await trailed();
  await made.send(0, [...makeEvents(0), signal("track", { name: "Added" }, 500)]);
  await ringRecording(tenant, made.session, ["chunk"]);
  expect((await trailOf(tenant, made.session))?.trail).toHaveLength(2);
});

it("an object of the version before goes on with a trail", async () => {
  const { tenant, key } = await makeTenant();
  const made = await visit(key);
  await made.send(0);
  await inRecording(tenant, made.session, (_instance, { storage: { sql } }) => {
    sql.exec("ALTER TABLE batches DROP COLUMN trail");
  });
  await inRecording(tenant, made.session, (_instance, state) => state.abort()).catch(() => {});
  expect((await made.send(1, [signal("track", { name: "Bought" }, 900)])).status).toBe(202);
  await ringRecording(tenant, made.session, ["chunk"]);
  expect(JSON.stringify(await trailOf(tenant, made.session))).toContain("Bought");
});

it("a trail is bounded, and says how many entries had no room", async () => {
  const { tenant, made } = await trailed();
  const many = Array.from({ length: 1_000 }, (_, n) => signal("track", { name: `event ${n}` }, 1_000 + n));
  await made.send(1, many);
  await ringRecording(tenant, made.session, ["chunk"]);
  const found = await trailOf(tenant, made.session);
  expect(found?.trail.length).toBe(400);
  expect(found?.cut).toBe(602);
});

it("settings that are applied to stored sessions take out of the trail what they hide, in the object too", async () => {
  const { tenant, made } = await trailed();
  await made.send(1, [signal("error", { name: "TypeError", message: "canary text", unhandled: "error" }, 2_000)]);
  await ringRecording(tenant, made.session, ["chunk"]);
  vi.setSystemTime(START + 31 * 60_000);
  await ringRecording(tenant, made.session, ["finish"]);
  expect(JSON.stringify(await trailOf(tenant, made.session))).toContain("canary");
  await setPrivacy(tenant, { mode: "content_free", urls: false });
  await applyTo(tenant);
  await ringJob(tenant);
  expect(await bytesLeft(tenant, made)).not.toContain("canary");
  expect((await trailOf(tenant, made.session))?.trail.map(([, kind]) => kind)).toEqual(["page", "event", "error"]);
});

it("the inspector has what is stored beside the session: trail, tags, who has watched it", async () => {
  const { tenant, made } = await trailed();
  const { index } = storesOf(env, "us");
  await addTag(index, { tenant, sessions: [made.session], tag: "bug", actor: "user:a", at: 1 });
  await markSeen(index, { tenant, session: made.session, actor: "user:b", at: 2 });
  expect(await readSurroundings(index, tenant, made.session, made.visitor)).toMatchObject({
    trail: [
      [0, "page", "/list"],
      [500, "event", "Added"],
    ],
    trailCut: 0,
    tags: [{ tag: "bug", actor: "user:a", at: 1 }],
    seen: [{ actor: "user:b", at: 2 }],
  });
});

it("a deleted session leaves no trail", async () => {
  const { tenant, made } = await trailed();
  await eraseSession(storesOf(env, "us"), tenant, made.session, []);
  expect(await trailOf(tenant, made.session)).toBeNull();
});
