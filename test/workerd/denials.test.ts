import { env } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { LIMITS, MINUTE_MS, uuidv7 } from "../../src/protocol/index.ts";
import { tenantObject } from "../../src/durable-objects/index.ts";
import { START } from "./builders.ts";
import { activityOf } from "./activity.ts";
import { inTenant, ringTenant } from "./visits.ts";

afterEach(() => vi.useRealTimers());

const denied = (actor: string) => ({ actor, action: "denied", details: { path: "/api/settings" } }) as const;

describe("attempts that are denied", () => {
  it("are told one by one up to a bound in a minute; of the rest one entry tells how many", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: START });
    const tenant = uuidv7();
    const owner = { tenant, region: "us" } as const;
    const enter = (actor: string) => tenantObject(env, "us", tenant).enterDenied(owner, denied(actor));
    const told = async () => {
      await ringTenant(tenant);
      return (await activityOf(tenant)).map(({ actor, details }) => [
        actor,
        (details as { repeats?: number }).repeats ?? 1,
      ]);
    };
    for (let i = 0; i < LIMITS.deniedPerMinute + 500; i++) await enter("user:loud");
    for (let i = 0; i < 3; i++) await enter("user:quiet");
    const entries = await told();
    expect(entries).toHaveLength(LIMITS.deniedPerMinute + 3);
    vi.setSystemTime(START + MINUTE_MS);
    const later = await told();
    expect(later.slice(entries.length)).toEqual([["user:loud", 500]]);
    // Nothing of it is left, and the next minute begins anew.
    expect(await inTenant(tenant, (_, state) => state.storage.sql.exec("SELECT * FROM denials").toArray())).toEqual([]);
    await enter("user:loud");
    expect(await told()).toHaveLength(later.length + 1);
  });
});
