import { describe, expect, test } from "vitest";
import { newPolicy, policyFaults, upgradePolicy } from "../../../src/protocol/index.ts";
import { policy as policySchema, type Policy } from "../../../src/protocol/policy.schema.ts";
import { newPrivacy, recorderPrivacyOf } from "../../../src/protocol/privacy/new-privacy.ts";
import { privacySettings, recorderPrivacy } from "../../../src/protocol/privacy/privacy.schema.ts";
import { selectorFault } from "../../../src/protocol/privacy/selector-fault.ts";

const base = newPolicy("0197a5c2-1111-7abc-8def-0123456789ab", "eu", 0);
const withRules = (...rules: Policy["privacy"]["rules"]): Policy => ({ ...base, privacy: { ...base.privacy, rules } });

test("the defaults fit the schema", () => {
  expect(privacySettings.parse(newPrivacy())).toEqual(newPrivacy());
  expect(recorderPrivacy.parse(recorderPrivacyOf(newPrivacy()))).toEqual(recorderPrivacyOf(newPrivacy()));
  expect(policyFaults(base)).toEqual([]);
});

test("a policy of before has them too", () => {
  const { privacy, ...before } = base;
  expect(policySchema.parse(upgradePolicy(before)).privacy).toEqual(privacy);
});

test("a rule with a bad selector is refused where it stands", () => {
  const faults = policyFaults(
    withRules({ id: "a", selector: ".a", treatment: "mask" }, { id: "b", selector: ".b[", treatment: "allow" }),
  );
  expect(faults).toEqual([{ path: ["privacy", "rules", 1, "selector"], message: 'a "]" is missing' }]);
});

test("two rules do not share an id", () => {
  const rule = { id: "a", selector: ".a", treatment: "mask" as const };
  expect(policyFaults(withRules(rule, rule))).toMatchObject([{ path: ["privacy", "rules", 1, "id"] }]);
});

describe("a selector", () => {
  test.each([".a", "#a > b:not(.c, [d='(']) ~ *", ".sm\\:flex", '[a="]"]', "input[name=q]"])(
    "%s is one",
    (selector) => {
      expect(selectorFault(selector)).toBe(null);
    },
  );
  test.each(["", " ", ".a)", "[a", ":not(.b", "[a='b]", ".a { color: red", "a; b", ":is(a]"])(
    "%j is none",
    (selector) => {
      expect(selectorFault(selector)).not.toBe(null);
    },
  );
});
