import { describe, expect, test } from "vitest";
import { canvasImage, labelImage } from "../../../src/admin/player/stand-in-image.ts";
import { sanitise } from "../../../src/admin/player/sanitise.ts";
import { canvasImageType } from "../../../src/protocol/canvas-picture.ts";
import { LIMITS } from "../../../src/protocol/limits.ts";
import { filterEvent } from "../../../src/protocol/privacy/filter.ts";
import { newRecorderPrivacy } from "../../../src/protocol/privacy/new-privacy.ts";
import type { PageContext, Treatment } from "../../../src/protocol/privacy/treatment.ts";
import type { RecorderPrivacy } from "../../../src/protocol/privacy/privacy.schema.ts";
import { upgradePolicy } from "../../../src/protocol/policy-upgrade.ts";
import { newPolicy } from "../../../src/protocol/new-policy.ts";
import { policy } from "../../../src/protocol/policy.schema.ts";

const WEBP = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA";

const picture = (part: object = {}) => ({
  type: 3,
  data: { source: 9, id: 7, width: 30, height: 20, image: WEBP, ...part },
  timestamp: 1,
});

const pageOf = (treatment: Treatment): PageContext => ({
  treatment: () => treatment,
  kind: () => "",
  size: () => null,
});

function kept(privacy: Partial<RecorderPrivacy>, context?: PageContext, part?: object) {
  return filterEvent(picture(part), { ...newRecorderPrivacy(), ...privacy }, context, () => {});
}

describe("a picture of a canvas", () => {
  test("passes only where the tenant wants them, and never where no content may", () => {
    expect(kept({})).toBeNull();
    expect(kept({ canvas: true })).toEqual(picture());
    expect(kept({ canvas: true, mode: "content_free" })).toBeNull();
    expect(kept({ canvas: true, mode: "content_free" }, pageOf("field"))).toBeNull();
  });

  test.each<[Treatment, boolean]>([
    ["", true],
    ["allow", true],
    ["mask", false],
    ["ignore", false],
    ["block", false],
  ])("of a canvas that is treated as “%s”: %s", (treatment, passes) => {
    expect(kept({ canvas: true }, pageOf(treatment)) !== null).toBe(passes);
  });

  test("needs a rule that shows it where only that is read, and is marked for whoever filters again", () => {
    const privacy = { canvas: true, mode: "explicit" } as const;
    expect(kept(privacy, pageOf(""))).toBeNull();
    expect(kept(privacy)).toBeNull();
    const marked = kept(privacy, pageOf("allow"));
    expect(marked).toEqual(picture({ ph: "allow" }));
    expect(kept(privacy, undefined, marked!.data as object)).toEqual(marked);
  });

  test.each([
    "https://evil.example/pixel",
    "data:image/webp;base64," + WEBP,
    "UklGRiIA'/><script>",
    "PHN2ZyB4bWxucz0i",
    7,
    { toString: "x" },
    "UklGR" + "A".repeat(LIMITS.canvasChars),
  ])("is dropped when it is none: %#", (image) => {
    expect(canvasImageType(image)).toBeNull();
    expect(kept({ canvas: true }, undefined, { image })!.data).not.toHaveProperty("image");
    expect(sanitise(picture({ image }))!.data).not.toHaveProperty("image");
    expect(canvasImage(30, 20, image)).toBeNull();
  });

  test("reaches the player with nothing but numbers, the picture and a word", () => {
    expect(sanitise(picture({ commands: [{ property: "drawImage" }], type: 0 }))).toEqual(picture());
    expect(sanitise(picture({ id: "7" }))).toBeNull();
    expect(sanitise(picture({ width: -1 }))).toBeNull();
  });
});

test("what stands in for something escapes its label", () => {
  const image = decodeURIComponent(labelImage(500, 90, `</text><script>alert("1")</script>`));
  expect(image).toContain("&#60;/text&#62;");
  expect(image).not.toContain("<script");
});

test("a policy from before canvases and frames is one without them", () => {
  const stored = newPolicy("t", "us", 1) as unknown as Record<string, unknown>;
  const { canvas, ...privacy } = stored["privacy"] as Record<string, unknown>;
  expect(canvas).toBe(false);
  delete stored["frames"];
  const upgraded = policy.parse(upgradePolicy({ ...stored, privacy: { ...privacy, titles: false } }));
  expect(upgraded.frames).toEqual({ children: [], parents: [] });
  expect(upgraded.privacy).toMatchObject({ canvas: false, titles: false });
});
