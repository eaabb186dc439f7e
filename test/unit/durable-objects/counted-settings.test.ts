import { describe, expect, it } from "vitest";
import {
  lockLevel,
  renewIdentitySecret,
  replacePolicy,
  type Proposal,
} from "../../../src/durable-objects/settings-change.ts";
import { LEVELS, newEnvironment, newPolicy, policyFaults } from "../../../src/protocol/index.ts";
import { policy as policySchema, type IdentitySettings, type Policy } from "../../../src/protocol/policy.schema.ts";

const POLICY = newPolicy("01900000-0000-7000-8000-000000000009", "eu", 1);
const [PRODUCTION] = POLICY.environments;

function made(proposal: Proposal): Policy {
  if (!("policy" in proposal)) throw new Error(JSON.stringify(proposal));
  return proposal.policy;
}

describe("what visitors read", () => {
  it("has a version that the server counts up with purpose and notice, and with nothing else", () => {
    const change = (over: Partial<Policy["consent"]>) =>
      made(replacePolicy(POLICY, { ...POLICY, consent: { ...POLICY.consent, ...over } })).consent.version;
    expect(change({ purpose: "To find what is broken." })).toBe(2);
    expect(change({ noticeUrl: "https://a.example/privacy" })).toBe(2);
    expect(change({ purpose: "x", noticeUrl: "https://a.example/privacy" })).toBe(2);
    expect(change({ unset: "allow", gpc: false, erasure: true })).toBe(1);
    const other = made(replacePolicy(POLICY, { ...POLICY, consent: { ...POLICY.consent, purpose: "x" } }));
    expect(made(replacePolicy(other, { ...other, consent: { ...other.consent, purpose: "" } })).consent.version).toBe(
      3,
    );
  });
});

describe("the server's own", () => {
  it.each<[string, Partial<Policy>]>([
    ["consent.version", { consent: { ...POLICY.consent, purpose: "x", version: 2 } }],
    ["identity.secretVersion", { identity: { ...POLICY.identity, secretVersion: 2 } }],
    ["maxLevel", { maxLevel: "dxa" }],
  ])("%s is sent as it was read", (path, over) => {
    expect(replacePolicy(POLICY, { ...POLICY, ...over })).toMatchObject({ fault: { path: path.split(".") } });
  });

  it("identity secret is made anew by its version", () => {
    expect(made(renewIdentitySecret(POLICY)).identity.secretVersion).toBe(2);
  });
});

describe("a level that the platform's owner has locked", () => {
  const locked: Policy = {
    ...made(lockLevel(POLICY, "dxa")),
    environments: [
      { ...PRODUCTION!, level: "playback" },
      { ...newEnvironment("test", "Test"), level: "off" },
    ],
  };

  it("stays where it was, and whatever else can still be changed", () => {
    expect(locked).toMatchObject({ maxLevel: "dxa", environments: [{ level: "playback" }, {}] });
    expect(made(replacePolicy(locked, { ...locked, retentionDays: 5 })).environments).toEqual(locked.environments);
  });

  it.each(LEVELS)("can be set to %s when that is not above the lock", (level) => {
    const environments = [locked.environments[0]!, { ...locked.environments[1]!, level }];
    const proposal = replacePolicy(locked, { ...locked, environments });
    if (level !== "playback") expect(made(proposal).environments[1]!.level).toBe(level);
    else
      expect(proposal).toEqual({
        fault: {
          path: ["environments", 1, "level"],
          message: "is locked: the platform's owner allows dxa at most",
        },
      });
  });

  it("is locked in a new environment too", () => {
    const environments = [...locked.environments, { ...newEnvironment("next", "Next"), level: "playback" as const }];
    expect(replacePolicy(locked, { ...locked, environments })).toMatchObject({
      fault: { path: ["environments", 2, "level"] },
    });
  });
});

describe("faults", () => {
  const faultOf = (over: Partial<Policy>) => policyFaults({ ...POLICY, ...over })[0] ?? null;

  it.each([
    ["", true],
    ["https://a.example/privacy", true],
    ["http://a.example/privacy", false],
    ["javascript:alert(1)", false],
    ["a.example/privacy", false],
    ["//a.example", false],
  ])("the notice %j is an address: %s", (noticeUrl, good) => {
    const fault = faultOf({ consent: { ...POLICY.consent, noticeUrl } });
    expect(fault?.path ?? []).toEqual(good ? [] : ["consent", "noticeUrl"]);
  });

  it.each<[IdentitySettings["source"], string, boolean]>([
    ["api", "", true],
    ["none", "", true],
    ["cookie", "", false],
    ["variable", "", false],
    ["selector", "", false],
    ["storage", "", false],
    ["cookie", "__Host-uid", true],
    ["cookie", "a=b", false],
    ["cookie", "a b", false],
    ["storage", "user id", true],
    ["variable", "app.user.id", true],
    ["variable", "dataLayer[0].userId", true],
    ["variable", "users.0.$id", true],
    ["variable", "app..id", false],
    ["variable", "app.user.id()", false],
    ["variable", "1app", false],
    ["variable", "a;alert(1)", false],
    ["selector", "#user", true],
    ["selector", 'meta[name="user id"]', true],
    ["selector", "header > .name:not(.guest), [data-user='>']", true],
    ["selector", "[data-user", false],
    ["selector", "p:not(.a", false],
    ["selector", ".a)", false],
    ["selector", 'a[b="c]', false],
    ["selector", "> p", false],
    ["selector", "p,", false],
    ["selector", "p { color: red }", false],
    ["selector", "<p>", false],
  ])("identity by %s named %j is good: %s", (source, name, good) => {
    const fault = faultOf({ identity: { ...POLICY.identity, source, name } });
    expect(fault?.path ?? []).toEqual(good ? [] : ["identity", "name"]);
  });

  it("the minimum duration fits into what a page keeps in memory", () => {
    const fits = (minDurationSeconds: number) =>
      policySchema.safeParse({ ...POLICY, environments: [{ ...PRODUCTION, minDurationSeconds }] }).success;
    expect([0, 1, 60].every(fits)).toBe(true);
    expect([-1, 0.5, 61, Number.NaN].some(fits)).toBe(false);
  });
});
