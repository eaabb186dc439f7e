import type { Visitor } from "../../../src/durable-objects/visitor.ts";
import { newPolicy } from "../../../src/protocol/index.ts";
import type { Environment, Policy } from "../../../src/protocol/policy.schema.ts";
import type { Condition } from "../../../src/protocol/segment.schema.ts";

/** A policy that records everybody at playback, and a visit that it records. */
const BLANK = newPolicy("01900000-0000-7000-8000-000000000009", "us", 1);

export const ENVIRONMENT: Environment = {
  ...BLANK.environments[0]!,
  level: "playback",
  origins: ["https://a.example"],
  segments: ["everyone"],
};

export const POLICY: Policy = {
  ...BLANK,
  recording: true,
  consent: { ...BLANK.consent, unset: "allow" },
  environments: [ENVIRONMENT],
};

export const VISITOR: Visitor = {
  origin: "https://a.example",
  url: "https://a.example/list",
  ip: "203.0.113.7",
  userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
  visitor: "01900000-0000-7000-8000-00000000000a",
  user: null,
  referrer: null,
  country: "DE",
  device: "desktop",
  browser: "Chrome",
  os: "Linux",
  language: "de",
  attributes: {},
  events: [],
  manual: false,
  unsupported: false,
  lasted: 0,
  buffered: 0,
  gpc: false,
  consent: null,
};

/** A segment of whoever fits one of these comparisons. */
export function segmentOf(id: string, ...conditions: Condition["conditions"]): Policy["segments"][number] {
  return { id, name: id, rule: { match: "any", conditions } };
}

/** Segments by what they look at. */
export const BY_FIELD: Policy["segments"] = [
  segmentOf("url", { field: "url", operator: "contains", values: ["/pay"] }),
  segmentOf("event", { field: "event", operator: "is", values: ["bought"] }),
  segmentOf("user", { field: "user", operator: "is", values: ["u1"] }),
  segmentOf("attribute", { field: "attribute", attribute: "plan", operator: "is", values: ["gold"] }),
  segmentOf("country", { field: "country", operator: "is", values: ["FR"] }),
  segmentOf("nested", {
    match: "all",
    conditions: [
      { field: "country", operator: "is", values: ["FR"] },
      { field: "url", operator: "contains", values: ["/pay"] },
    ],
  }),
];

/** The policy with its one environment changed. */
export function withEnvironment(over: Partial<Environment>, policy: Partial<Policy> = {}): Policy {
  return { ...POLICY, segments: BY_FIELD, ...policy, environments: [{ ...ENVIRONMENT, ...over }] };
}
