import { expect, it } from "vitest";
import { newPrivacy } from "../../../src/protocol/index.ts";
import { filterEvent } from "../../../src/protocol/privacy/filter.ts";

const CANARY = "canary";

function filtered(payload: object): unknown {
  const event = { type: 5, timestamp: 1, data: { tag: "playhead.motion", payload } };
  return (filterEvent(event, newPrivacy(), undefined, () => {})!.data as { payload: unknown }).payload;
}

it("keyframes that a script made keep what moves, and lose what they could say", () => {
  const frames = [
    { offset: 0, easing: "linear", left: "0px", content: `"${CANARY}"`, "--word": `'${CANARY}'` },
    {
      offset: null,
      backgroundImage: `url("https://x.example/a?q=${CANARY}")`,
      "not a name": CANARY,
      [CANARY]: { a: 1 },
    },
  ];
  const timing = {
    duration: 400,
    iterations: null,
    easing: "cubic-bezier(0, 0, 1, 1)",
    fill: CANARY + " x",
    more: CANARY,
  };
  const kept = filtered({
    id: 3,
    n: 1,
    time: 0,
    rate: 1,
    state: "running",
    name: `${CANARY} x`,
    frames,
    timing,
    text: CANARY,
  });
  expect(JSON.stringify(kept)).not.toContain(CANARY);
  expect(kept).toMatchObject({
    id: 3,
    n: 1,
    frames: [{ offset: 0, left: "0px", easing: "linear" }, { offset: null }],
    timing: { duration: 400, iterations: null, easing: "cubic-bezier(0, 0, 1, 1)" },
  });
});

it("a property is known by its name however scripts write it, and one without a name goes with its value", () => {
  const frames = [
    {
      fontFamily: `"Own"`,
      gridTemplateAreas: `"head"`,
      quotes: `"${CANARY}"`,
      opacity: 0.5,
      offset: null,
      [`${CANARY} x`]: `"${CANARY}"`,
      "9lives": "red",
      left: { [CANARY]: 1 },
    },
    CANARY,
    null,
  ];
  expect(filtered({ id: 1, frames })).toEqual({
    id: 1,
    frames: [{ fontFamily: `"Own"`, gridTemplateAreas: `"head"`, quotes: `"••••••"`, opacity: 0.5, offset: null }],
  });
});

it.each([
  ["auto", "auto"],
  [250.5, 250.5],
  [CANARY, undefined],
  [Number.NaN, undefined],
  [{}, undefined],
])("a duration of %j is told as %j", (duration, kept) => {
  expect(filtered({ id: 1, timing: { duration } })).toEqual({
    id: 1,
    timing: kept === undefined ? {} : { duration: kept },
  });
});

it("a click's place is a short selector, of kinds and numbers only where names may not be read", () => {
  const click = (path: unknown, mode: "inputs" | "content_free") => {
    const event = { type: 5, timestamp: 1, data: { tag: "playhead.click", payload: { tag: "a", path } } };
    const kept = filterEvent(event, { ...newPrivacy(), mode }, undefined, () => {})!.data as {
      payload: { path?: string };
    };
    return kept.payload.path;
  };
  const path = "main > div#total.price:nth-child(2) > a.jane";
  expect(click(path, "inputs")).toBe(path);
  expect(click(path, "content_free")).toBe("main > div:nth-child(2) > a");
  for (const odd of [`a[title="${CANARY}"]`, "x".repeat(257), 7, null, ["a"]])
    expect(click(odd, "inputs")).toBeUndefined();
});

it.each([
  ["inputs", "https://shop.example/photos/jane.png", "https://shop.example/photos/jane.png"],
  ["explicit", "https://shop.example/photos/jane.png?x=1", "https://shop.example/"],
  ["explicit", "https://shop.example/api/cart?x=1", "https://shop.example/api/cart"],
  ["content_free", "https://shop.example/api/cart", "https://shop.example/"],
  ["content_free", "https://shop.example/", "https://shop.example/"],
] as const)("of a request in mode %s, %s is told as %s", (mode, url, kept) => {
  const event = { type: 5, timestamp: 1, data: { tag: "playhead.request", payload: { url } } };
  const left = filterEvent(event, { ...newPrivacy(), mode }, undefined, () => {})!.data as { payload: object };
  expect(left.payload).toEqual({ url: kept });
});
