import { describe, expect, test } from "vitest";
import { newPolicy } from "../../../src/protocol/new-policy.ts";
import type { ConsentSettings, IdentitySettings } from "../../../src/protocol/policy.schema.ts";
import { previewChoices, previewOf } from "../../../src/admin/settings/consent/preview-choice.ts";
import { consentNow, recordingChange } from "../../../src/admin/settings/words/consent-words.ts";
import { identityNow, identityWarning, sourceText } from "../../../src/admin/settings/words/identity-words.ts";

const plain = newPolicy("01900000-0000-7000-8000-000000000001", "eu", 0);

describe("consent", () => {
  const now = (recording: boolean, part: Partial<ConsentSettings>) =>
    consentNow({ recording, consent: { ...plain.consent, ...part } });

  test.each([
    [false, { unset: "allow" }, "Nobody is recorded in any environment"],
    [true, { unset: "refuse" }, "Nobody is recorded who has not said yes."],
    [true, { unset: "allow", gpc: true }, "A browser that sends Global Privacy Control has said no."],
    [true, { unset: "allow", gpc: false }, "Global Privacy Control is not honoured."],
  ] as const)("what happens now: %#", (recording, part, text) => {
    expect(now(recording, part)).toContain(text);
  });

  test("turning the whole on or off is told before it is saved", () => {
    expect(recordingChange(true, true)).toBeNull();
    expect(recordingChange(true, false)).toContain("sessions that are being recorded end");
    expect(recordingChange(false, true)).toContain("of visitors whose choice allows it");
  });

  test.each([
    ["refuse", "unset", false],
    ["allow", "unset", true],
    ["refuse", "yes", true],
    ["allow", "no", false],
    ["allow", "gpc", false],
    ["refuse", "outdated", false],
  ] as const)("with %s, the switch of a visitor in the state %s is on: %s", (unset, choice, allowed) => {
    const shown = previewOf({ ...plain.consent, unset }, choice);
    expect(shown.allowed).toBe(allowed);
    expect(shown.state.startsWith(allowed ? "You are being recorded" : "You are not recorded")).toBe(true);
  });

  test("states are there to be looked at only where visitors can come into them", () => {
    const values = (part: Partial<ConsentSettings>) =>
      previewChoices({ ...plain.consent, ...part }).map(({ value }) => value);
    expect(values({ gpc: true, unset: "refuse" })).toEqual(["unset", "yes", "no", "gpc", "outdated"]);
    expect(values({ gpc: false, unset: "allow" })).toEqual(["unset", "yes", "no"]);
  });
});

describe("identity", () => {
  const identity = (part: Partial<IdentitySettings>): IdentitySettings => ({ ...plain.identity, ...part });

  test.each([
    [{}, "playhead.identify()"],
    [{ source: "none" }, "nowhere"],
    [{ source: "cookie", name: "uid" }, "cookie “uid”"],
    [{ source: "selector", name: " " }, "element “…”"],
  ] as const)("%j is told as %s", (part, text) => {
    expect(sourceText(identity(part))).toBe(text);
  });

  test("who is known now", () => {
    expect(identityNow(identity({ source: "none", signed: true }))).toBe("All visitors stay anonymous.");
    expect(identityNow(identity({ source: "storage", name: "id", signed: true }))).toBe(
      "A visitor is known by the storage key “id”, or after the page has called playhead.identify(). An id without a valid signature is ignored.",
    );
  });

  test("an id that is found in the page cannot be signed, and people are warned of that", () => {
    expect(identityWarning(identity({ source: "cookie", signed: true }))).not.toBeNull();
    expect(identityWarning(identity({ source: "cookie" }))).toBeNull();
    expect(identityWarning(identity({ signed: true }))).toBeNull();
  });
});
