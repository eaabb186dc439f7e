import { createScheduledController, env, runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Recording, SessionIdentity } from "../../src/durable-objects/index.ts";
import { LIMITS, uuidv7 } from "../../src/protocol/index.ts";
import { readSession, storesOf } from "../../src/storage/index.ts";
import worker from "../../src/worker/index.ts";
import { sweep } from "../../src/worker/sweep.ts";
import { START, identityOf, makeBatch, objectOf, readStored } from "./builders.ts";

const PAGE = uuidv7(1);

function at(time: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: time });
}

afterEach(() => vi.useRealTimers());

async function alarmAt(identity: SessionIdentity, time: number): Promise<void> {
  at(time);
  await runInDurableObject(objectOf(identity), (instance: Recording) => instance.alarm());
}

function row({ tenant, session }: SessionIdentity) {
  return readSession(storesOf(env, "us").index, tenant, session);
}

describe("the life of a session", () => {
  it("is listed within seconds, cut after minutes, ended after 30 idle minutes and forgotten by its object after a day", async () => {
    at(START);
    const identity = identityOf();
    await objectOf(identity).append(identity, await makeBatch(PAGE, 0));
    expect(await row(identity)).toBeNull();

    await alarmAt(identity, START + LIMITS.indexDelayMs);
    expect(await row(identity)).toMatchObject({
      status: "live",
      events: 8,
      pages: 1,
      clicks: 5,
      entryUrl: "https://shop.example/list",
    });
    expect(await readStored(identity)).toHaveLength(0);

    await alarmAt(identity, START + LIMITS.chunkMaxAgeMs);
    expect(await readStored(identity)).toHaveLength(1);

    at(START + 20 * 60_000);
    await objectOf(identity).append(identity, await makeBatch(PAGE, 1));
    await alarmAt(identity, START + LIMITS.sessionIdleMs);
    expect(await row(identity)).toMatchObject({ status: "live" });

    await alarmAt(identity, START + 20 * 60_000 + LIMITS.sessionIdleMs);
    expect(await row(identity)).toMatchObject({ status: "ended", events: 13 });
    expect(await readStored(identity)).toHaveLength(2);

    await alarmAt(identity, START + 20 * 60_000 + LIMITS.ledgerKeepMs);
    expect(await objectOf(identity).manifest()).toBeNull();
    expect(await runInDurableObject(objectOf(identity), (_instance, state) => state.storage.getAlarm())).toBeNull();
    expect(await row(identity)).toMatchObject({ status: "ended", events: 13 });
  });

  it("goes on when a batch comes after its end, and ends again", async () => {
    at(START);
    const identity = identityOf();
    await objectOf(identity).append(identity, await makeBatch(PAGE, 0));
    const ended = START + LIMITS.sessionIdleMs;
    await alarmAt(identity, ended);
    expect(await row(identity)).toMatchObject({ status: "ended" });
    at(ended + 60_000);
    await objectOf(identity).append(identity, await makeBatch(PAGE, 1));
    await alarmAt(identity, ended + 60_000 + LIMITS.sessionIdleMs);
    expect(await row(identity)).toMatchObject({ status: "ended", events: 13 });
    expect(await readStored(identity)).toHaveLength(2);
  });

  it("expires as many days after its last batch as the tenant keeps recordings", async () => {
    at(START);
    const identity = identityOf({ retentionDays: 30 });
    await objectOf(identity).append(identity, await makeBatch(PAGE, 0));
    await alarmAt(identity, START + LIMITS.indexDelayMs);
    expect((await row(identity))!.expiresAt).toBe(START + 30 * 86_400_000);
  });

  it("is ended by the sweep when its alarm was lost", async () => {
    at(START);
    const identity = identityOf();
    await objectOf(identity).append(identity, await makeBatch(PAGE, 0));
    await alarmAt(identity, START + LIMITS.indexDelayMs);
    await runInDurableObject(objectOf(identity), async (_instance, state) => {
      await state.storage.deleteAlarm();
      state.storage.sql.exec("DELETE FROM deadlines");
    });
    const later = START + 2 * LIMITS.sessionIdleMs;
    at(later);
    expect((await sweep(env, later)).woken).toBeGreaterThanOrEqual(1);
    expect(await row(identity)).toMatchObject({ status: "ended" });
    expect(await readStored(identity)).toHaveLength(1);
    expect(await sweep(env, later)).toMatchObject({ woken: 0, failed: 0 });
  });

  it("runs the sweep from its cron trigger", async () => {
    at(START);
    const identity = identityOf();
    await objectOf(identity).append(identity, await makeBatch(PAGE, 0));
    await alarmAt(identity, START + LIMITS.indexDelayMs);
    const later = START + 2 * LIMITS.sessionIdleMs;
    at(later);
    await worker.scheduled(createScheduledController({ scheduledTime: new Date(later), cron: "*/15 * * * *" }), env);
    expect(await row(identity)).toMatchObject({ status: "ended" });
  });
});
