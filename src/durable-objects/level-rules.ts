import { SECOND_MS, includesLevel, type CollectionLevel } from "../protocol/index.ts";
import { passed, stopped, type Rule } from "./admission-rule.ts";

const WITHOUT_PLAYBACK = "Nothing is played back at this level.";

function hasPlayback(level: CollectionLevel): boolean {
  return includesLevel(level, "playback");
}

/** What playback needs beyond being allowed: a visit of some length, a page that asks for it, and a browser that can. */
export const LEVEL_RULES: readonly Rule[] = [
  {
    reason: "too_short",
    asked: "playback",
    look(_policy, { minDurationSeconds }, { lasted }, level) {
      if (!hasPlayback(level)) return passed(WITHOUT_PLAYBACK);
      if (minDurationSeconds === 0) return passed("Visits of any length are recorded.");
      const so = `${minDurationSeconds} s are needed`;
      if (lasted === null) return stopped(`How long the visit has lasted is not known, and ${so}.`);
      const seconds = Math.floor(lasted / SECOND_MS);
      return lasted >= minDurationSeconds * SECOND_MS
        ? passed(`The visit has lasted ${seconds} s, and ${so}.`)
        : stopped(`The visit has lasted ${seconds} s, but ${so}.`);
    },
  },
  {
    reason: "not_started",
    asked: "playback",
    lowers: true,
    look(_policy, { method }, { manual }, level) {
      if (!hasPlayback(level)) return passed(WITHOUT_PLAYBACK);
      if (method === "automatic") return passed("Recording begins by itself.");
      return manual
        ? passed("The page has called playhead.start().")
        : stopped("Playback begins with playhead.start(), which the page has not called.");
    },
  },
  {
    reason: "unsupported_browser",
    asked: "always",
    lowers: true,
    look(_policy, _environment, { unsupported }, level) {
      if (!hasPlayback(level)) return passed(WITHOUT_PLAYBACK);
      return unsupported
        ? stopped("The browser lacks what playback needs.")
        : passed("The browser has said nothing of lacking what playback needs.");
    },
  },
];
