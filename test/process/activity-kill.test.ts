import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeCrypto } from "../../scripts/verify-log.mjs";
import type { ActivityList } from "../../src/protocol/activity/activity.schema.ts";
import { verifyLog } from "../../src/protocol/activity/verification.ts";
import type { Manifest } from "../../src/protocol/api.schema.ts";
import { batchText, uuidv7 } from "../../src/protocol/index.ts";
import type { StartResponse } from "../../src/protocol/start.schema.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { KilledHost } from "./killed-host.ts";

const VIEWS = 240;
/** Answered views after which the runtime is killed, while others are between entry and answer. */
const KILL_AFTER = [20, 90, 160];
const AT_ONCE = 24;
const host = new KilledHost();
let starting: Promise<void>;
let cookie = "";

beforeAll(async () => {
  await host.build();
  await (starting = host.start());
  cookie = await host.signIn();
});
afterAll(() => host.end());

async function record(): Promise<string> {
  const ids = { session: uuidv7(), visitor: uuidv7(), page: uuidv7() };
  const headers = { Origin: "http://localhost:3000" };
  const started = await fetch(`${host.base}/v1/sessions`, {
    method: "POST",
    headers,
    body: JSON.stringify({ key: DEMO.key, ...ids, url: "http://localhost/", recorder: "test" }),
  });
  const { token } = (await started.json()) as Extract<StartResponse, { token: string }>;
  const address = `${host.base}/v1/sessions/${ids.session}/batches?page=${ids.page}&seq=0&token=${token}`;
  const event = JSON.stringify({
    type: 4,
    data: { href: "http://localhost/", width: 9, height: 9 },
    timestamp: Date.now(),
  });
  const sent = await fetch(address, { method: "POST", headers, body: batchText(Date.now(), [event]) });
  expect(sent.status).toBe(202);
  return ids.session;
}

function get(path: string): Promise<Response> {
  return fetch(host.base + path, { headers: { cookie } });
}

let broken = 0;

/** Opens the session until that is answered; answers the number of the view in the log. */
async function view(session: string): Promise<number> {
  for (;;) {
    await starting.catch(() => undefined);
    const answer = await get(`/api/sessions/${session}/manifest`)
      .then(async (response) => (response.ok ? ((await response.json()) as Manifest) : null))
      // Killed before or in the middle of its answer.
      .catch(() => null);
    if (answer) {
      const payload = Buffer.from(answer.grant.split(".")[1]!, "base64url").toString();
      return (JSON.parse(payload) as { view: number }).view;
    }
    broken++;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

async function loggedViews(session: string): Promise<number[]> {
  const seqs: number[] = [];
  for (let cursor: number | null = null; ;) {
    const query = new URLSearchParams({ session, action: "view", limit: "200" });
    if (cursor !== null) query.set("cursor", String(cursor));
    const page = (await (await get(`/api/activity?${query}`)).json()) as ActivityList;
    seqs.push(...page.entries.map(({ seq }) => seq));
    if (page.next === null) return seqs;
    cursor = page.next;
  }
}

describe("views", () => {
  it(
    "are all in the log when they are answered, whenever the runtime is killed, and the log stays whole",
    { timeout: 120_000 },
    async () => {
      const session = await record();
      const answered: number[] = [];
      const client = async () => {
        for (let i = 0; i < VIEWS / AT_ONCE; i++) answered.push(await view(session));
      };
      const killer = async () => {
        for (const count of KILL_AFTER) {
          await until(() => answered.length >= count);
          await host.kill();
          await (starting = host.start());
        }
      };
      await Promise.all([killer(), ...Array.from({ length: AT_ONCE }, client)]);
      // Otherwise nothing was under way when it was killed.
      expect(broken).toBeGreaterThan(0);
      const logged = await loggedViews(session);
      expect(new Set(answered).size).toBe(VIEWS);
      expect(answered.filter((seq) => !logged.includes(seq))).toEqual([]);
      const log = await (await get("/api/activity/export?format=ndjson")).text();
      const report = await verifyLog(log.split("\n"), nodeCrypto);
      expect(report).toMatchObject({ faults: [], complete: true });
      expect(report.entries).toBeGreaterThan(VIEWS);
    },
  );
});
