import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { uuidv7 } from "../../src/protocol/index.ts";
import type { StartResponse } from "../../src/protocol/start.schema.ts";
import type { Usage } from "../../src/protocol/settings.schema.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { KilledHost } from "./killed-host.ts";

const ASKS = 1_000;
const LIMIT = 100;
/** Answered asks after which the runtime is killed: before the quota is used up, around it, and long after. */
const KILL_AFTER = [30, 90, 400];
const host = new KilledHost();
let starting: Promise<void>;

beforeAll(async () => {
  await host.build();
  await (starting = host.start());
});
afterAll(() => host.end());

function startBody() {
  const ids = { session: uuidv7(), visitor: uuidv7(), page: uuidv7() };
  return { key: DEMO.key, ...ids, url: "http://localhost/", recorder: "test" };
}

let broken = 0;

/** Asks until there is an answer, whatever happens to the server. */
async function ask(body: ReturnType<typeof startBody>): Promise<StartResponse> {
  for (;;) {
    await starting.catch(() => undefined);
    const answer = await fetch(`${host.base}/v1/sessions`, {
      method: "POST",
      headers: { Origin: "http://localhost:3000" },
      body: JSON.stringify(body),
    })
      .then(async (response) => (response.ok ? ((await response.json()) as StartResponse) : null))
      // Killed before or in the middle of its answer.
      .catch(() => null);
    if (answer) return answer;
    broken++;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe("the quota", () => {
  it(
    `lets in exactly ${LIMIT} of ${ASKS} that ask at once, also when the runtime is killed between`,
    { timeout: 120_000 },
    async () => {
      const cookie = await host.signIn();
      const quota = await fetch(`${host.base}/api/settings/quota`, {
        method: "PUT",
        headers: { cookie, "Content-Type": "application/json", Origin: host.base },
        body: JSON.stringify({ sessions: LIMIT, bytes: null }),
      });
      expect(quota.status).toBe(200);

      const bodies = Array.from({ length: ASKS }, startBody);
      const answers: StartResponse[] = [];
      let answered = 0;
      const client = async (body: (typeof bodies)[number], n: number) => {
        answers[n] = await ask(body);
        answered++;
      };
      const killer = async () => {
        for (const count of KILL_AFTER) {
          await until(() => answered >= count);
          await host.kill();
          await (starting = host.start());
        }
      };
      await Promise.all([killer(), ...bodies.map(client)]);
      const levels = answers.map(({ level }) => level);
      expect(levels.filter((level) => level === "playback")).toHaveLength(LIMIT);
      expect(answers.filter(({ reason }) => reason === "quota_reached")).toHaveLength(ASKS - LIMIT);
      // Otherwise nothing was under way when it was killed.
      expect(broken).toBeGreaterThan(0);

      // Whoever is in stays in, whoever is not stays out, and nobody is counted again.
      const again = await Promise.all(bodies.slice(0, 300).map(ask));
      expect(again.map(({ level }) => level)).toEqual(levels.slice(0, 300));
      const usage = await fetch(`${host.base}/api/settings/usage`, { headers: { cookie } });
      expect((await usage.json()) as Usage).toMatchObject({ limit: LIMIT, count: LIMIT });
    },
  );
});
