import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActivityList } from "../../src/protocol/activity/activity.schema.ts";
import type { SessionList } from "../../src/protocol/api.schema.ts";
import type { DeletionList } from "../../src/protocol/deletion.schema.ts";
import { batchText, uuidv7 } from "../../src/protocol/index.ts";
import type { StartResponse } from "../../src/protocol/start.schema.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { KilledHost } from "./killed-host.ts";

const SESSIONS = 40;
const KEPT = 5;
/** Sessions deleted after which the runtime is killed, while it deletes others. */
const KILL_AFTER = [3, 12, 24];
const host = new KilledHost();
const ORIGIN = { Origin: "http://localhost:3000" };
let cookie = "";

beforeAll(async () => {
  await host.build();
  await host.start();
  cookie = await host.signIn();
});
afterAll(() => host.end());

/** A session that was recorded, and how to send another batch of it. */
async function record(): Promise<{ session: string; send: (seq: number) => Promise<number> }> {
  const ids = { session: uuidv7(), visitor: uuidv7(), page: uuidv7() };
  const body = JSON.stringify({ key: DEMO.key, ...ids, url: "http://localhost/", recorder: "test" });
  const started = await fetch(`${host.base}/v1/sessions`, { method: "POST", headers: ORIGIN, body });
  const { token } = (await started.json()) as Extract<StartResponse, { token: string }>;
  const send = async (seq: number) => {
    const event = { type: 4, data: { href: "http://localhost/", width: 9, height: 9 }, timestamp: Date.now() };
    const address = `${host.base}/v1/sessions/${ids.session}/batches?page=${ids.page}&seq=${seq}&token=${token}`;
    const batch = batchText(Date.now(), [JSON.stringify(event)]);
    return (await fetch(address, { method: "POST", headers: ORIGIN, body: batch })).status;
  };
  expect(await send(0)).toBe(202);
  return { session: ids.session, send };
}

/** Asks until there is an answer, whatever happens to the server. */
async function ask<T>(path: string): Promise<T> {
  for (;;) {
    const answer = await fetch(host.base + path, { headers: { cookie } })
      .then(async (response) => (response.ok ? ((await response.json()) as T) : null))
      // Killed, or not yet there again.
      .catch(() => null);
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function listed(): Promise<string[]> {
  return (await ask<SessionList>("/api/sessions?limit=200")).sessions.map(({ id }) => id);
}

/** Waits until that many sessions are deleted; answers how many are. */
async function deleted(count: number): Promise<number> {
  for (;;) {
    const { jobs } = await ask<DeletionList>("/api/deletions");
    const done = jobs.reduce((sum, job) => sum + job.done, 0);
    if (done >= count) return done;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("deleting", () => {
  it(
    "comes to its end when the runtime is killed on the way, deletes each session once, and no other",
    { timeout: 120_000 },
    async () => {
      const all = await Promise.all(Array.from({ length: SESSIONS + KEPT }, record));
      const ids = all.map(({ session }) => session);
      const [doomed, kept] = [all.slice(0, SESSIONS), all.slice(SESSIONS)];
      // The list has all of them before some are taken out of it.
      while ((await listed()).length < all.length) await new Promise((resolve) => setTimeout(resolve, 50));
      const response = await fetch(`${host.base}/api/sessions/delete`, {
        method: "POST",
        headers: { cookie, "Content-Type": "application/json", Origin: host.base },
        body: JSON.stringify({ sessions: ids.slice(0, SESSIONS) }),
      });
      expect([response.status, await response.json()]).toEqual([202, { total: SESSIONS, pinned: [] }]);
      for (const count of KILL_AFTER) {
        await deleted(count);
        await host.kill();
        await host.start();
      }
      expect(await deleted(SESSIONS)).toBe(SESSIONS);
      expect(new Set(await listed())).toEqual(new Set(kept.map(({ session }) => session)));
      expect(new Set(await Promise.all(doomed.map(({ send }) => send(1))))).toEqual(new Set([410]));
      expect(new Set(await Promise.all(kept.map(({ send }) => send(1))))).toEqual(new Set([202]));
      const { entries } = await ask<ActivityList>("/api/activity?action=deleted&limit=200");
      expect(entries.map(({ session }) => session).toSorted()).toEqual(ids.slice(0, SESSIONS).toSorted());
    },
  );
});
