import type { CheckedRule, Verdict } from "../../../protocol/settings.schema.ts";
import { LEVEL_NAMES } from "./level-words.ts";

/** What would happen to the visit, in two or three words. */
export function verdictTitle({ level }: Pick<Verdict, "level">): string {
  if (level === "off") return "Not recorded";
  return level === "playback" ? "Recorded" : "Collected without a picture";
}

/** What the level means for the visit. */
export function verdictText({ level }: Pick<Verdict, "level">): string {
  if (level === "off") return "Nothing of the visit is collected.";
  return level === "playback"
    ? "The session can be replayed, and counts in the quota."
    : `The visit is collected at ${LEVEL_NAMES[level]}: there are events, but nothing to replay. It does not count in the quota.`;
}

/** What one rule did. `decided`: it is the one that stopped the visit. */
export function ruleState({ passed, lowered }: Pick<CheckedRule, "passed" | "lowered">, decided: boolean): string {
  if (!passed) return decided ? "decided: not recorded" : "not passed";
  return lowered ? "lowered the level" : "passed";
}
