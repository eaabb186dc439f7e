import { describe, expect, it } from "vitest";
import { decide } from "../../../src/durable-objects/admission.ts";
import { LEVELS, lowerLevel, type CollectionLevel, type ConsentChoice } from "../../../src/protocol/index.ts";
import type { DecisionReason } from "../../../src/protocol/start.schema.ts";
import { POLICY, VISITOR, withEnvironment } from "./given.ts";

const CHOICES: Record<string, ConsentChoice | null> = {
  none: null,
  yes: { choice: "yes", version: 2 },
  "older yes": { choice: "yes", version: 1 },
  no: { choice: "no", version: 2 },
};

interface Row {
  level: CollectionLevel;
  maxLevel: CollectionLevel;
  recording: boolean;
  method: "automatic" | "manual";
  manual: boolean;
  unsupported: boolean;
  unset: "refuse" | "allow";
  choice: string;
  gpc: boolean;
}

const FLAGS = [false, true];

/** Every combination of what decides on the level. */
function* rows(): Generator<Row> {
  for (const level of LEVELS)
    for (const maxLevel of LEVELS)
      for (const recording of FLAGS)
        for (const method of ["automatic", "manual"] as const)
          for (const manual of FLAGS)
            for (const unsupported of FLAGS)
              for (const unset of ["refuse", "allow"] as const)
                for (const choice of Object.keys(CHOICES))
                  for (const gpc of FLAGS)
                    yield { level, maxLevel, recording, method, manual, unsupported, unset, choice, gpc };
}

/** What consent makes of it, by the tenant's default, the choice and the signal. */
const CONSENT: Record<string, DecisionReason> = {
  "refuse none false": "consent_missing",
  "refuse none true": "gpc",
  "refuse older yes false": "consent_missing",
  "refuse older yes true": "consent_missing",
  "refuse no false": "consent_refused",
  "refuse no true": "consent_refused",
  "allow none true": "gpc",
  "allow no false": "consent_refused",
  "allow no true": "consent_refused",
};

/** The answer written down as a table, apart from the rules. */
function expected(row: Row): [CollectionLevel, DecisionReason] {
  if (!row.recording) return ["off", "tenant_off"];
  const level = LEVELS[Math.min(LEVELS.indexOf(row.level), LEVELS.indexOf(row.maxLevel))]!;
  if (level === "off") return ["off", "environment_off"];
  const consent = CONSENT[`${row.unset} ${row.choice} ${row.gpc}`];
  if (consent) return ["off", consent];
  if (level !== "playback") return [level, "recorded"];
  if (row.method === "manual" && !row.manual) return ["dxa", "not_started"];
  return row.unsupported ? ["dxa", "unsupported_browser"] : ["playback", "recorded"];
}

describe("the level", () => {
  it("is what the table says, for every combination", () => {
    const seen = new Map<string, number>();
    for (const row of rows()) {
      const { level, maxLevel, recording, method, manual, unsupported, unset, choice, gpc } = row;
      const consent = { ...POLICY.consent, unset, version: 2 };
      const policy = withEnvironment({ level, method }, { maxLevel, recording, consent });
      const visitor = { ...VISITOR, manual, unsupported, gpc, consent: CHOICES[choice]! };
      const decision = decide(policy, policy.environments[0]!, visitor);
      expect({ row, answer: [decision.level, decision.reason] }).toEqual({ row, answer: expected(row) });
      expect(decision.rules.every(({ passed }) => passed)).toBe(decision.level !== "off");
      expect(decision.stoppedBy === null).toBe(decision.level !== "off");
      seen.set(decision.reason, (seen.get(decision.reason) ?? 0) + 1);
    }
    expect([...seen.keys()].toSorted()).toEqual(
      [
        "consent_missing",
        "consent_refused",
        "environment_off",
        "gpc",
        "not_started",
        "recorded",
        "tenant_off",
        "unsupported_browser",
      ].toSorted(),
    );
  });

  it("is told rule by rule: lowered ones are passed, and the walk goes on", () => {
    const policy = withEnvironment({ method: "manual" });
    const { rules } = decide(policy, policy.environments[0]!, { ...VISITOR, unsupported: true });
    expect(rules.filter(({ lowered }) => lowered).map(({ rule, passed }) => [rule, passed])).toEqual([
      ["not_started", true],
    ]);
    expect(rules.at(-1)).toMatchObject({ rule: "unsupported_browser", passed: true });
  });

  it("needs a minimum duration at playback only", () => {
    for (const level of LEVELS) {
      const policy = withEnvironment({ level, minDurationSeconds: 3 });
      const { reason } = decide(policy, policy.environments[0]!, { ...VISITOR, lasted: 2_999 });
      expect(reason).toBe(level === "playback" ? "too_short" : level === "off" ? "environment_off" : "recorded");
    }
  });

  it("of two is the lower one", () => {
    for (const a of LEVELS)
      for (const b of LEVELS) expect(lowerLevel(a, b)).toBe(LEVELS[Math.min(LEVELS.indexOf(a), LEVELS.indexOf(b))]);
  });
});
