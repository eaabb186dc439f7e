import { describe, expect, test } from "vitest";
import { newEnvironment, newPolicy } from "../../../src/protocol/new-policy.ts";
import { EVERYONE, type Environment, type Policy } from "../../../src/protocol/policy.schema.ts";
import type { Settings } from "../../../src/protocol/settings.schema.ts";
import { isChanged, rebase } from "../../../src/admin/settings/draft-state.ts";
import { entriesOf, textOf } from "../../../src/admin/settings/exclusions/lines.ts";
import { fieldProblem, lineTextAt, textAt } from "../../../src/admin/settings/field-problem.ts";
import { newId } from "../../../src/admin/settings/new-id.ts";
import { policyProblems } from "../../../src/admin/settings/policy-problems.ts";
import { operatorsOf, withField, withOperator } from "../../../src/admin/settings/segments/rule-edit.ts";
import { blankProbe, probeOf } from "../../../src/admin/settings/tester/probe.ts";

const TENANT = "01900000-0000-7000-8000-000000000001";

function policyWith(part: Partial<Policy> = {}, environment: Partial<Environment> = {}): Policy {
  const policy = newPolicy(TENANT, "eu", 0);
  return { ...policy, environments: [{ ...policy.environments[0]!, ...environment }], ...part };
}

describe("a draft when newer settings come", () => {
  const policy = policyWith();
  const base: Settings = { version: 1, at: 0, policy };
  const [production] = policy.environments;
  const mine: Policy = { ...policy, retentionDays: 30 };
  const withKey: Policy = {
    ...policy,
    quota: { sessions: 5, bytes: null, anchor: 9 },
    environments: [{ ...production!, keys: [...production!.keys, { key: "k", createdAt: 1, revokedAt: null }] }],
  };
  const newer = (next: Policy): Settings => ({ version: 2, at: 1, policy: next });

  test("without changes it follows them", () => {
    const next = newer(policyWith({}, { level: "playback" }));
    expect(rebase({ base, policy }, next)).toEqual({ base: next, policy: next.policy });
  });

  test("with changes it goes on over new keys and another quota", () => {
    const next = newer(withKey);
    const { base: now, policy: draft } = rebase({ base, policy: mine }, next);
    expect(now).toBe(next);
    expect(draft).toEqual({ ...withKey, retentionDays: 30 });
  });

  test("with changes it goes on over another identity secret", () => {
    const renewed: Policy = { ...policy, identity: { ...policy.identity, secretVersion: 2 } };
    const signed: Policy = { ...policy, identity: { ...policy.identity, signed: true } };
    const { policy: draft } = rebase({ base, policy: signed }, newer(renewed));
    expect(draft.identity).toEqual({ ...signed.identity, secretVersion: 2 });
  });

  test("with changes it stays at its version when somebody else has edited", () => {
    const state = { base, policy: mine };
    expect(rebase(state, newer(policyWith({}, { level: "playback" })))).toBe(state);
  });

  test("an environment that was added keeps its place over new keys of another", () => {
    const added: Policy = { ...policy, environments: [...policy.environments, newEnvironment("test", "Test")] };
    const { policy: draft } = rebase({ base, policy: added }, newer(withKey));
    expect(draft.environments.map(({ keys }) => keys.length)).toEqual([2, 0]);
  });

  test("settings that are just what was drafted leave nothing to save", () => {
    expect(isChanged(rebase({ base, policy: mine }, newer(mine)))).toBe(false);
  });
});

describe("what is wrong, and where", () => {
  test.each([
    ["policy.exclusions.ips.3: is no address.", ["exclusions", "ips", "3"], "Is no address."],
    ["url: too long.", ["url"], "Too long."],
    ["Busy right now; try again.", [], "Busy right now; try again."],
    ["The settings changed: read them again.", [], "The settings changed: read them again."],
  ])("%s", (message, path, text) => {
    expect(fieldProblem(message)).toEqual({ path, text });
  });

  test("a field shows its own problem and those inside it", () => {
    const problems = [{ path: ["environments", "1", "origins", "0"], text: "No origin" }];
    expect(textAt(problems, "environments", 1, "origins")).toBe("No origin");
    expect(textAt(problems, "environments", 0, "origins")).toBeUndefined();
  });

  test("lines are counted as people count", () => {
    const at = (line: number, text: string) => ({ path: ["exclusions", "ips", String(line)], text });
    const problems = [at(1, '"x" is no address'), at(2, "Too long"), { path: ["exclusions", "ips"], text: "Too many" }];
    expect(lineTextAt(problems, ["1.1.1.1", "x", "y"], "exclusions", "ips")).toBe(
      'Line 2: "x" is no address\nLine 3, y: Too long\nToo many',
    );
    expect(lineTextAt(problems, [], "exclusions", "domains")).toBeUndefined();
  });

  test("a policy is looked through before it is sent", () => {
    expect(policyProblems(policyWith())).toEqual([]);
    const paths = policyProblems(
      policyWith({ exclusions: { ips: ["nowhere"], domains: [], userAgents: [], bots: true } }, { name: " " }),
    ).map(({ path }) => path.join("."));
    expect(paths).toEqual(["environments.0.name", "exclusions.ips.0"]);
  });
});

test("entries are one a line, and what is being typed stays", () => {
  expect(entriesOf(" a \n\n b\n")).toEqual(["a", "b"]);
  expect(textOf(["a"], "a\n")).toBe("a\n");
  expect(textOf(["b"], "a\n")).toBe("b");
});

test.each([
  ["Checkout & pay", [], "checkout-pay"],
  ["Café Zürich", [], "cafe-zurich"],
  ["Checkout", ["checkout", "checkout-2"], "checkout-3"],
  ["New", [], "new-2"],
  ["Everyone", [], "everyone-2"],
  ["日本", [], "item"],
])("the id of %s", (name, taken, id) => {
  expect(newId(name, taken)).toBe(id);
  expect(newId("x".repeat(64), [])).toHaveLength(60);
});

describe("editing a comparison", () => {
  test("another field brings its own operators and drops values that meant another thing", () => {
    const url = { field: "url", operator: "contains", values: ["/a"] } as const;
    expect(withField({ ...url, values: ["/a"] }, "percentage")).toEqual({
      field: "percentage",
      operator: "below",
      values: ["50"],
    });
    expect(withField({ ...url, values: ["/a"] }, "attribute")).toMatchObject({ attribute: "", values: [] });
    const attribute = { field: "attribute", attribute: "plan", operator: "is", values: ["pro"] } as const;
    expect(withField({ ...attribute, values: ["pro"] }, "country")).not.toHaveProperty("attribute");
  });

  test("exists takes no values", () => {
    expect(withOperator({ field: "user", operator: "is", values: ["a"] }, "exists").values).toEqual([]);
  });

  test("an operator that is set can be shown, whatever it is", () => {
    expect(operatorsOf({ field: "device", operator: "matches", values: ["m*"] })).toContain("matches");
  });
});

test("a probe says only what is filled in", () => {
  const blank = blankProbe("production", "");
  expect(probeOf({ ...blank, url: " https://a.example/ " })).toEqual({
    environment: "production",
    url: "https://a.example/",
  });
  const attributes = [
    { name: " plan ", value: "pro" },
    { name: "", value: "lost" },
  ];
  expect(probeOf({ ...blank, url: "https://a.example/", country: "de", attributes, manual: true })).toMatchObject({
    country: "DE",
    attributes: { plan: "pro" },
    manual: true,
  });
});

test("a probe says what the visitor chose and did", () => {
  const blank = blankProbe("production", "");
  const said = { consent: "no", gpc: true, unsupported: true, events: ["paid"], lastedSeconds: 0 } as const;
  expect(probeOf({ ...blank, url: "https://a.example/", ...said, events: ["paid"] })).toEqual({
    environment: "production",
    url: "https://a.example/",
    consent: "no",
    gpc: true,
    unsupported: true,
    events: ["paid"],
    lasted: 0,
  });
});

test("everyone is a segment that every environment may choose", () => {
  expect(policyProblems(policyWith({}, { segments: [EVERYONE] }))).toEqual([]);
});
