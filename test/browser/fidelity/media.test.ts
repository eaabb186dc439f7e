import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useReplays, type Mark } from "../replay/replays.ts";

const { record, play } = useReplays();

/** How far a running medium may be from where it was: what starts it, and what tells of it, takes its time. Seconds. */
const NEAR_S = 0.6;

/** Silence, 12 s. */
function silence(): string {
  const rate = 3_000;
  const samples = Buffer.alloc(12 * rate, 128);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(samples.length, 40);
  return `data:audio/wav;base64,${Buffer.concat([head, samples]).toString("base64")}`;
}

const BODY = `<audio id="sound" controls></audio><video id="film" width="200" height="100"></video><video id="later" muted></video>
  <script>for (const each of [sound, film, later]) each.src = "${silence()}";</script>`;

function state(view: Window) {
  return ["sound", "film", "later"].map((id) => {
    const { currentTime, playbackRate, muted, volume, paused } = view.document.getElementById(id) as HTMLMediaElement;
    return { id, position: currentTime, rate: playbackRate, muted, volume, paused };
  });
}

type Media = ReturnType<typeof state>;

const ACTS: Record<string, string> = {
  "at rest":
    "Promise.all([sound, film, later].map((each) => each.readyState || new Promise((done) => each.oncanplay = done)))",
  "one runs, one is set to a place": `film.muted = true; later.currentTime = 4.5; Promise.all([film.play(), sound.play()])`,
  "faster, and quieter": `film.currentTime = 2; film.playbackRate = 1.5; sound.volume = 0.25; sound.pause()`,
  "paused where it was": `film.pause(); sound.currentTime = 7; sound.muted = true`,
  "at the end": `film.playbackRate = 0.5; later.muted = false; film.play()`,
};

test("sound and film are where they were right after each seek: position, rate, paused, muted", async () => {
  const moments: Record<string, { moment: number; seen: Media }> = {};
  const events = await record({ body: BODY }, async (page: Page, mark: Mark) => {
    for (const [what, act] of Object.entries(ACTS)) {
      await page.evaluate(`(async () => { await (${act.includes(";") ? `(async () => { ${act} })()` : act}) })()`);
      moments[what] = await mark(state);
    }
  });
  expect(moments["faster, and quieter"]!.seen[1]).toMatchObject({ paused: false, rate: 1.5, muted: true });
  expect(moments["paused where it was"]!.seen[0]).toMatchObject({ paused: true, position: 7, muted: true });
  const replay = await play(events);
  const order = [3, 0, 4, 1, 2, 3].map((at) => Object.keys(ACTS)[at]!);
  for (const what of order) {
    const { moment, seen } = moments[what]!;
    await replay.at(moment);
    const shown = await replay.see(state);
    for (const [index, { position, paused, ...rest }] of seen.entries()) {
      const there = shown[index]!;
      // Nothing runs in a player that stands still.
      expect({ what, ...there }).toMatchObject({ what, ...rest, paused: true });
      const off = Math.abs(there.position - position);
      expect(off, `${what}: ${rest.id} at ${there.position} of ${position}`).toBeLessThan(paused ? 0.05 : NEAR_S);
    }
  }
});
