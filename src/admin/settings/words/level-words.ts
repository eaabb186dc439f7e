import type { CollectionLevel } from "../../../protocol/levels.ts";
import { reasonWords } from "./reasons.ts";

export const LEVEL_NAMES: Record<CollectionLevel, string> = {
  off: "Off",
  engagement: "Engagement",
  dxa: "Experience analytics (dxa)",
  playback: "Playback",
};

/** The names where there is little room. */
export const LEVEL_SHORT_NAMES: Record<CollectionLevel, string> = {
  off: "off",
  engagement: "engagement",
  dxa: "dxa",
  playback: "playback",
};

/** What each level collects. */
export const LEVEL_SENTENCES: Record<CollectionLevel, string> = {
  off: "Nothing is collected.",
  engagement: "Pages and how long they are looked at, clicks on what has a name, custom events and who signs in.",
  dxa: "Engagement, and how far people scroll, how they get on with forms, clicks that lead nowhere, errors of scripts and web vitals. No picture, and never what is typed.",
  playback: "Everything above, and the page itself: the session can be replayed. Only this level counts in the quota.",
};

/** Why a session was collected at its level and no higher, as a sentence. */
export function levelReason({ level, reason }: { level: CollectionLevel; reason: string }): string {
  if (level === "playback") return "";
  if (reason === "not_started") return "The page has not called playhead.start().";
  if (reason === "unsupported_browser") return "The visitor's browser cannot record the page.";
  if (reason === "recorded") return `The environment's level was ${LEVEL_SHORT_NAMES[level]}.`;
  return `${reasonWords(reason).text}.`;
}
