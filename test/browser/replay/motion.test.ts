import { expect, test } from "vitest";
import { useReplays } from "./replays.ts";

const { record, play } = useReplays();

const CSS = `body { margin: 0; } div { position: relative; width: 20px; height: 20px; background: #06c; }
  @keyframes far { from { left: 0; } to { left: 1000px; } }
  #endless { animation: far 10s linear infinite; } #late { animation: far 5s 20s linear both; }
  .come { animation: far 8s linear forwards; } #paused { animation: far 10s linear infinite; }
  .still { animation-play-state: paused !important; }
  #slow { transition: left 4s linear; left: 0; } .moved#slow { left: 800px; }
  #pseudo::before { content: ""; position: absolute; width: 9px; height: 9px; animation: far 10s linear infinite; }
  @media print { div { left: 3px; } }`;

const BODY = `<div id="endless"></div><div id="late"></div><div id="come"></div><div id="paused"></div><div id="slow"></div>
  <div id="pseudo"></div><div id="scripted"></div><div id="held"></div><div id="gone"></div>
  <div id="bent"></div><div id="made"></div><div id="placed"></div>
  <svg width="400" height="20"><rect width="10" height="10"><animate attributeName="x" from="0" to="300" dur="10s" repeatCount="indefinite"/></rect></svg>`;

type Places = Record<string, number>;

/** Where everything is, pixels from the left. */
function places(view: Window): Places {
  const { document } = view;
  const left = (id: string, pseudo?: string) =>
    Number.parseFloat(view.getComputedStyle(document.getElementById(id)!, pseudo).left) || 0;
  const ids = ["endless", "late", "come", "paused", "slow", "scripted", "held", "gone", "bent", "made", "placed"];
  return {
    ...Object.fromEntries(ids.map((id) => [id, left(id)])),
    pseudo: left("pseudo", "::before"),
    svg: document.querySelector("rect")!.x.animVal.value,
  };
}

test("what moves is where it was, after each seek, in any order, and goes on from there", async () => {
  const moments: number[] = [];
  const seen: Places[] = [];
  const events = await record({ head: `<style>${CSS}</style>`, body: BODY }, async (page, mark) => {
    const note = async () => {
      const { moment, seen: there } = await mark(places);
      moments.push(moment);
      seen.push(there);
    };
    await note();
    await page.evaluate(() => {
      const get = (id: string) => document.getElementById(id)!;
      get("come").className = "come";
      get("slow").className = "moved";
      const frames = [{ left: "0px" }, { left: "1000px" }];
      get("scripted").animate(frames, { duration: 10_000, iterations: Infinity });
      const held = get("held").animate(frames, { duration: 10_000 });
      setTimeout(() => held.pause(), 300);
      get("gone").animate(frames, 10_000);
      const { effect } = get("bent").animate(frames, 10_000);
      (effect as KeyframeEffect).setKeyframes([{ left: "500px" }, { left: "1500px" }]);
      const made = new Animation(new KeyframeEffect(get("made"), frames, 10_000));
      made.startTime = document.timeline.currentTime;
      const placed = get("placed").animate(frames, 10_000);
      placed.pause();
      placed.currentTime = 7_000;
      // Touched once more: this does not begin it anew.
      setTimeout(() => (get("endless").className = "touched"), 200);
      setTimeout(() => (get("paused").className = "still"), 250);
    });
    // What is set of animations is told a little later.
    await page.waitForTimeout(100);
    await note();
    await page.waitForTimeout(600);
    await note();
    await page.evaluate(() => {
      for (const animation of document.getElementById("gone")!.getAnimations()) animation.cancel();
    });
    await note();
  });
  expect(seen[1]!["slow"]).toBeLessThan(seen[2]!["slow"]!);
  const replay = await play(events);
  for (const at of [2, 0, 3, 1]) {
    await replay.at(moments[at]!);
    const there = await replay.see(places);
    for (const [name, place] of Object.entries(seen[at]!)) {
      // 1000 px in 10 s: the page was looked at some milliseconds after the moment was noted.
      const off = Math.abs(there[name]! - place);
      expect({ at, name, place, there: there[name], near: off < 30 }).toEqual({
        at,
        name,
        place,
        there: there[name],
        near: true,
      });
    }
  }
  // It runs as fast as the clock does.
  const pace = await replay.player.evaluate(async () => {
    const view = document.querySelector<HTMLIFrameElement>("iframe[data-replay]")!.contentWindow!;
    const left = () => Number.parseFloat(view.getComputedStyle(view.document.getElementById("endless")!).left);
    const { player } = window;
    const from = { time: player!.time, left: left() };
    player!.play();
    while (player!.time < from.time + 400) await new Promise((resolve) => requestAnimationFrame(resolve));
    return { time: player!.time - from.time, left: left() - from.left };
  });
  expect(Math.abs(pace.left - pace.time / 10)).toBeLessThan(20);
});
