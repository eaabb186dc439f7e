import { describe, expect, it } from "vitest";
import { decide } from "../../../src/durable-objects/admission.ts";
import { directionsOf, type PageDirections } from "../../../src/durable-objects/directions.ts";
import type { Visitor } from "../../../src/durable-objects/visitor.ts";
import type { Environment, Policy } from "../../../src/protocol/policy.schema.ts";
import type { DecisionReason, Watch } from "../../../src/protocol/start.schema.ts";
import { BY_FIELD, POLICY, VISITOR, withEnvironment } from "./given.ts";

const NO = { choice: "no", version: 1 } as const;
const COOKIE: Policy["identity"] = { source: "cookie", name: "uid", signed: false, secretVersion: 1 };
const IDENTITY = { source: "cookie", name: "uid" } as const;

interface Given {
  environment?: Partial<Environment>;
  policy?: Partial<Policy>;
  visitor?: Partial<Visitor>;
}

function directions({ environment = {}, policy = {}, visitor = {} }: Given): [DecisionReason, PageDirections] {
  const now = withEnvironment(environment, policy);
  const asking = { ...VISITOR, ...visitor };
  const decision = decide(now, now.environments[0]!, asking);
  return [decision.reason, directionsOf(now, now.environments[0]!, decision, asking)];
}

const signed = { identity: { ...COOKIE, signed: true } };
const refuse = { consent: { ...POLICY.consent, unset: "refuse" as const } };
const pay = { url: "https://a.example/pay" };

/** Offs that nothing in the document can change: nothing is loaded. */
const FINAL: [DecisionReason, Given][] = [
  ["origin_not_allowed", { visitor: { origin: "https://b.example" } }],
  ["excluded_ip", { policy: { exclusions: { ...POLICY.exclusions, ips: ["203.0.113.7"] } } }],
  ["tenant_off", { policy: { recording: false } }],
  ["environment_off", { environment: { level: "off" } }],
  ["consent_refused", { visitor: { consent: NO } }],
  ["consent_refused", { visitor: { consent: NO }, policy: signed }],
  ["consent_missing", { policy: refuse }],
  ["gpc", { visitor: { gpc: true } }],
  ["mobile_off", { environment: { mobile: false }, visitor: { device: "mobile" } }],
  ["excluded_segment", { environment: { excludedSegments: ["everyone"] } }],
  ["excluded_segment", { environment: { excludedSegments: ["country"] }, visitor: { country: "FR" } }],
  ["no_segment", { environment: { segments: [] } }],
  ["no_segment", { environment: { segments: ["country"], excludedSegments: ["url"], buffer: true } }],
  ["not_sampled", { environment: { samplePercent: 0, buffer: true, excludedSegments: ["url"] } }],
];

/** What is watched, by reason. */
const WATCHED: [DecisionReason, Given, Watch | null][] = [
  ["recorded", {}, null],
  ["recorded", { environment: { excludedSegments: ["country"] } }, null],
  ["recorded", { environment: { excludedSegments: ["url"] } }, { url: true }],
  ["recorded", { environment: { excludedSegments: ["nested"] } }, { url: true }],
  ["recorded", { environment: { excludedSegments: ["event", "user"] } }, { events: true, user: true }],
  ["recorded", { environment: { excludedSegments: ["attribute"] } }, { user: true }],
  ["recorded", { environment: { level: "dxa", buffer: true } }, null],
  // Chosen segments are not asked again of a visit that is in.
  ["recorded", { environment: { segments: ["url"] }, visitor: pay }, null],
  ["excluded_segment", { environment: { excludedSegments: ["url"], buffer: true }, visitor: pay }, { url: true }],
  ["no_segment", { environment: { segments: ["url"] } }, { url: true }],
  ["no_segment", { environment: { segments: ["nested", "event"] } }, { url: true, events: true }],
  ["no_segment", { environment: { segments: ["user"], buffer: true } }, { user: true, buffer: true }],
  ["no_segment", { environment: { segments: ["event"], excludedSegments: ["url"] } }, { events: true, url: true }],
  ["no_segment", { environment: { segments: ["url"], buffer: true, level: "dxa" } }, { url: true }],
  ["no_segment", { environment: { segments: ["url"], buffer: true }, visitor: { unsupported: true } }, { url: true }],
  [
    "too_short",
    { environment: { minDurationSeconds: 10 }, visitor: { lasted: 2_500 } },
    { after: 7_500, buffer: true },
  ],
  [
    "too_short",
    { environment: { minDurationSeconds: 10, excludedSegments: ["url"] }, visitor: { lasted: 9_999.5 } },
    { url: true, after: 1, buffer: true },
  ],
  ["too_short", { environment: { minDurationSeconds: 1 }, visitor: { unsupported: true } }, { after: 1_000 }],
  ["not_started", { environment: { method: "manual" } }, null],
  ["not_started", { environment: { method: "manual", buffer: true } }, { buffer: true }],
  ["not_started", { environment: { method: "manual", buffer: true }, visitor: { unsupported: true } }, null],
  ["unsupported_browser", { environment: { buffer: true }, visitor: { unsupported: true } }, null],
  // A signed yes of the same person on another device counts here as well.
  ["consent_missing", { policy: { ...refuse, ...signed } }, { user: true }],
  ["gpc", { policy: signed, visitor: { gpc: true } }, { user: true }],
];

describe("directions", () => {
  it.each(FINAL)("%s is final: %j", (reason, given) => {
    for (const identity of [POLICY.identity, COOKIE, given.policy?.identity ?? COOKIE]) {
      const [found, told] = directions({ ...given, policy: { ...given.policy, identity } });
      expect(found).toBe(reason);
      expect(told).toEqual({ watch: null, identity: null, recorder: false, capture: false });
    }
  });

  it.each(WATCHED)("%s: %j is watched for %j", (reason, given, watch) => {
    const [found, told] = directions(given);
    expect(found).toBe(reason);
    expect(told.watch).toEqual(watch);
    const plays = reason === "recorded" && given.environment?.level !== "dxa";
    expect(told.recorder).toBe(true);
    expect(told.capture).toBe(plays || watch?.buffer === true);
  });

  it("say where the user is found, when that can still matter", () => {
    const policy = { identity: COOKIE };
    for (const [, given, watch] of WATCHED.filter(([, { policy: own }]) => !own)) {
      const [reason, { identity }] = directions({ ...given, policy });
      const off = ["excluded_segment", "no_segment", "too_short"].includes(reason);
      expect({ given, identity }).toEqual({ given, identity: !off || watch?.user ? IDENTITY : null });
    }
    const sources = ["api", "cookie", "variable", "selector", "storage", "none"] as const;
    const told = sources.map((source) => directions({ policy: { identity: { ...COOKIE, source } } })[1].identity);
    expect(told.map((identity) => identity?.source ?? null)).toEqual([
      null,
      "cookie",
      "variable",
      "selector",
      "storage",
      null,
    ]);
  });

  it("do not wait for a user where visitors stay anonymous", () => {
    const identity: Policy["identity"] = { ...COOKIE, source: "none", name: "" };
    const [, { watch, recorder }] = directions({ environment: { segments: ["user"] }, policy: { identity } });
    expect([watch, recorder]).toEqual([null, false]);
    expect(BY_FIELD.map(({ id }) => id)).toContain("user");
  });
});
