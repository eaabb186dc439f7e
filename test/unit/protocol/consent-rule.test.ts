import { describe, expect, it } from "vitest";
import { consentState, type ConsentChoice, type ConsentState } from "../../../src/protocol/index.ts";
import type { ConsentSettings } from "../../../src/protocol/policy.schema.ts";

const VERSION = 3;
const CHOICES: Record<string, ConsentChoice | null> = {
  none: null,
  yes: { choice: "yes", version: VERSION },
  "older yes": { choice: "yes", version: VERSION - 1 },
  no: { choice: "no", version: VERSION },
  "older no": { choice: "no", version: VERSION - 1 },
};

/** By default of the tenant, whether GPC counts and is sent, and the choice. */
const TABLE: [unset: "refuse" | "allow", gpc: "counts and sent" | "counts" | "sent" | "neither", string, string][] = [
  ["refuse", "neither", "none", "no by unset"],
  ["refuse", "sent", "none", "no by unset"],
  ["refuse", "counts", "none", "no by unset"],
  ["refuse", "counts and sent", "none", "no by gpc"],
  ["allow", "neither", "none", "yes by unset"],
  ["allow", "sent", "none", "yes by unset"],
  ["allow", "counts", "none", "yes by unset"],
  ["allow", "counts and sent", "none", "no by gpc"],
  ["refuse", "counts and sent", "yes", "yes by choice"],
  ["refuse", "neither", "yes", "yes by choice"],
  ["refuse", "neither", "older yes", "no by outdated"],
  ["refuse", "counts and sent", "older yes", "no by outdated"],
  ["allow", "neither", "older yes", "yes by choice"],
  ["allow", "counts and sent", "older yes", "yes by choice"],
  ["allow", "neither", "no", "no by choice"],
  ["refuse", "counts and sent", "no", "no by choice"],
  ["allow", "neither", "older no", "no by choice"],
];

describe("consent", () => {
  it.each(TABLE)("default %s, GPC %s, choice %s: %s", (unset, gpc, choice, wanted) => {
    const settings: ConsentSettings = {
      unset,
      gpc: gpc.startsWith("counts"),
      purpose: "",
      noticeUrl: "",
      version: VERSION,
      erasure: false,
    };
    const { allowed, because }: ConsentState = consentState(settings, CHOICES[choice]!, gpc.endsWith("sent"));
    expect(`${allowed ? "yes" : "no"} by ${because}`).toBe(wanted);
  });
});
