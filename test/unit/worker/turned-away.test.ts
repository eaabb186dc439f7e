import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { audienceOf, decide } from "../../../src/durable-objects/admission.ts";
import { directionsOf } from "../../../src/durable-objects/directions.ts";
import { LEVELS, LIMITS, uuidv7 } from "../../../src/protocol/index.ts";
import { turnedAway } from "../../../src/worker/ingest/turned-away.ts";
import { BY_FIELD, POLICY, VISITOR, withEnvironment } from "../durable-objects/given.ts";

const AT = Date.UTC(2031, 0, 5);
const ids = ["everyone", ...BY_FIELD.map(({ id }) => id)];

const policies = fc
  .record({
    environment: fc.record({
      level: fc.constantFrom(...LEVELS),
      origins: fc.constantFrom("https://a.example", "https://b.example").map((origin) => [origin]),
      segments: fc.subarray(ids),
      excludedSegments: fc.subarray(ids.slice(1), { maxLength: 2 }),
      method: fc.constantFrom("automatic" as const, "manual" as const),
      samplePercent: fc.constantFrom(0, 50, 100),
      mobile: fc.boolean(),
      minDurationSeconds: fc.constantFrom(0, 10),
      buffer: fc.boolean(),
    }),
    recording: fc.boolean(),
    maxLevel: fc.constantFrom(...LEVELS),
    unset: fc.constantFrom("allow" as const, "refuse" as const),
    signed: fc.boolean(),
  })
  .map(({ environment, recording, maxLevel, unset, signed }) =>
    withEnvironment(environment, {
      recording,
      maxLevel,
      consent: { ...POLICY.consent, unset },
      identity: { ...POLICY.identity, source: "cookie", name: "uid", signed },
    }),
  );

const visitors = fc
  .record({
    visitor: fc.uuid(),
    url: fc.constantFrom("https://a.example/", "https://a.example/pay"),
    country: fc.constantFrom("DE", "FR"),
    device: fc.constantFrom("desktop", "mobile"),
    user: fc.constantFrom(null, "u1"),
    events: fc.subarray(["bought"]),
    manual: fc.boolean(),
    unsupported: fc.boolean(),
    gpc: fc.boolean(),
    lasted: fc.constantFrom(0, 20_000),
  })
  .map((facts) => ({ ...VISITOR, ...facts }));

const choices = fc.constantFrom(
  null,
  { choice: "yes" as const, version: 1 },
  { choice: "yes" as const, version: 0 },
  { choice: "no" as const, version: 1 },
);

describe("turning away at the edge", () => {
  it("is never what the Tenant object would decide otherwise by the same settings, whatever it alone knows", () => {
    const reasons = new Map<string, number>();
    fc.assert(
      fc.property(
        policies,
        visitors,
        choices,
        fc.option(fc.record({ current: fc.boolean(), playback: fc.boolean() }), { nil: null }),
        fc.boolean(),
        (policy, visitor, consent, before, young) => {
          const environment = policy.environments[0]!;
          const settings = { version: 1, at: AT, policy };
          // A session that was made after the settings were set was let in by them, or not at all.
          const session = uuidv7(AT + (young ? LIMITS.clockSkewMs + 1 : 0));
          const reason = turnedAway(settings, environment, session, { ...visitor, consent: "unknown" });
          if (reason === null) return;
          reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
          const letIn = before &&
            !(young && reason === "not_sampled") && {
              audience: before.current ? audienceOf(policy, environment) : "another",
              playback: before.playback,
            };
          const asking = { ...visitor, consent };
          const decision = decide(policy, environment, asking, letIn || null);
          expect(decision.level).toBe("off");
          // Nothing is told at the edge but that it is off, and what the object would tell beyond that is another reason's.
          if (decision.reason === reason)
            expect(directionsOf(policy, environment, decision, asking).recorder).toBe(false);
        },
      ),
      { numRuns: 10_000 },
    );
    // The rules that are certain, and no others.
    expect([...reasons.keys()].toSorted()).toEqual([
      "environment_off",
      "excluded_segment",
      "mobile_off",
      "no_segment",
      "not_sampled",
      "origin_not_allowed",
      "tenant_off",
    ]);
  });

  it("is left to the Tenant object where only it can know, or where something is left to watch for", () => {
    const settings = (over: Parameters<typeof withEnvironment>[0], more = {}) => ({
      version: 1,
      at: AT,
      policy: withEnvironment(over, more),
    });
    const ask = (given: ReturnType<typeof settings>, session: string, visitor = VISITOR) =>
      turnedAway(given, given.policy.environments[0]!, session, { ...visitor, consent: "unknown" });
    const old = uuidv7(AT);
    const young = uuidv7(AT + LIMITS.clockSkewMs + 1);
    expect(ask(settings({ samplePercent: 0 }), old)).toBeNull();
    expect(ask(settings({ samplePercent: 0 }), young)).toBe("not_sampled");
    expect(ask(settings({ minDurationSeconds: 5 }), young)).toBeNull();
    expect(ask(settings({ segments: ["country"] }), young)).toBeNull();
    expect(
      ask(settings({ excludedSegments: ["url"] }), young, { ...VISITOR, url: "https://a.example/pay" }),
    ).toBeNull();
    expect(ask(settings({}, { consent: { ...POLICY.consent, unset: "refuse" } }), young)).toBeNull();
  });
});
