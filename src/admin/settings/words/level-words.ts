import type { CollectionLevel } from "../../../protocol/levels.ts";

export const LEVEL_NAMES: Record<CollectionLevel, string> = {
  off: "Off",
  engagement: "Engagement",
  dxa: "Experience analytics (dxa)",
  playback: "Playback",
};

/** What each level collects, in one sentence. */
export const LEVEL_SENTENCES: Record<CollectionLevel, string> = {
  off: "Nothing is collected.",
  engagement: "Which pages are visited and for how long.",
  dxa: "Engagement, and where people click, scroll and get stuck.",
  playback: "Everything above, and the session can be replayed.",
};

/** Levels that can be chosen but for which the recorder collects nothing so far. */
export function isCollectedToday(level: CollectionLevel): boolean {
  return level === "playback";
}
