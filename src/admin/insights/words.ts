import type { Looked, Reference } from "../../protocol/insight.schema.ts";
import type { FrictionKind } from "../../protocol/insights/friction.ts";
import type { Step } from "../../protocol/insights/step.ts";
import { dateText, durationText } from "../format/time.ts";
import { countText } from "../settings/words/list-text.ts";
import type { Period } from "./insight-search.ts";

export const PERIOD_WORDS: Record<Period, string> = {
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  "90d": "Last 90 days",
  all: "All that is kept",
};

export const STEP_WORDS: Record<Step["kind"], string> = { page: "Page", event: "Event", click: "Click on" };

export const FRICTION_WORDS: Record<FrictionKind, string> = {
  rage: "Rage clicks",
  dead: "Dead clicks",
  abandon: "Forms given up",
};

/** A page as people read it. */
export function pageText(page: string): string {
  return page === "" ? "(hidden address)" : page;
}

export function elementText(name: string): string {
  return name === "" ? "(without a name)" : name;
}

export function stepText({ kind, match }: Step): string {
  return kind === "page" ? match : `${STEP_WORDS[kind].toLowerCase()} ${match}`;
}

/** A share of a whole: `12 %`, `<1 %`. */
export function shareText(part: number, whole: number): string {
  if (whole === 0) return "–";
  const percent = (part / whole) * 100;
  if (percent > 0 && percent < 1) return "<1 %";
  // Not all is never 100 %.
  return `${part < whole ? Math.min(99, Math.round(percent)) : 100} %`;
}

/** A middle of times: `840 ms`, `2m 14s`. */
export function waitText(ms: number | null): string {
  if (ms === null) return "–";
  return ms < 1_000 ? `${Math.round(ms)} ms` : durationText(ms);
}

/** What an answer is about, and whether that is all. */
export function lookedText({ sessions, all, since }: Looked): string {
  if (sessions === 0 || since === null) return "No session fits";
  const counted = countText(sessions, "session", "sessions");
  return all ? `${counted} since ${dateText(since)}` : `The newest ${counted} only, back to ${dateText(since)}`;
}

/** What sessions are behind a number, in words. */
export function pickText(pick: Reference["pick"]): string {
  switch (pick.of) {
    case "funnel": {
      const at = stepText(pick.steps[pick.step] ?? pick.steps[0]!);
      return pick.outcome === "reached"
        ? `Came to step ${pick.step + 1}: ${at}`
        : `Dropped off after step ${pick.step + 1}: ${at}`;
    }
    case "paths": {
      const way = (pick.direction === "to" ? pick.path.toReversed() : pick.path).map(pageText).join(" → ");
      if (pick.after === "ended") return `${way}, ${pick.direction === "to" ? "where they began" : "and no further"}`;
      return pick.after
        ? `${way}, with another page ${pick.direction === "to" ? "before" : "after"}`
        : way || "All paths";
    }
    case "page":
      return `${{ visited: "Visited", entered: "Began on", left: "Ended on" }[pick.what]} ${pageText(pick.page)}`;
    case "error":
      return `Had the error ${pick.error}`;
    case "friction":
      return `${FRICTION_WORDS[pick.what]} on ${elementText(pick.name)}, ${pageText(pick.page)}`;
    case "heat": {
      const on = pageText(pick.page);
      if (!pick.clicked) return `Visited ${on}`;
      return "name" in pick.clicked ? `Clicked ${elementText(pick.clicked.name)} on ${on}` : `Clicked there on ${on}`;
    }
  }
}
