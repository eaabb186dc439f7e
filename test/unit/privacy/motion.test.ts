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
