import type { ApplyProgress, ApplyRequest } from "../../../protocol/privacy/apply.schema.ts";
import { dateText } from "../../format/time.ts";
import { countText } from "./list-text.ts";

/** Which stored sessions are meant: `all stored sessions since 3 May 2031`. */
export function scopeText({ scope, from, to }: ApplyRequest): string {
  const which =
    scope === "all"
      ? "all stored sessions"
      : "environment" in scope
        ? `the stored sessions of “${scope.environment}”`
        : countText(scope.sessions.length, "named session");
  const since = from === undefined ? "" : ` since ${dateText(from)}`;
  const until = to === undefined ? "" : ` up to ${dateText(to)}`;
  return which + since + until;
}

export function isUnderWay({ state }: ApplyProgress): boolean {
  return state === "running" || state === "cancelling";
}

/** How far it is, 0–100. */
export function percentOf({ total, done }: ApplyProgress): number {
  return total === 0 ? 0 : Math.min(100, Math.floor((100 * done) / total));
}

/** How it stands, one sentence each; empty when there never was one. */
export function progressLines(progress: ApplyProgress): string[] {
  const { state, total, done, changed, failed, waiting, finishedAt } = progress;
  if (state === "none") return [];
  const lines: string[] = [];
  const of = `${done.toLocaleString("en")} of ${countText(total, "session")}`;
  if (state === "running") lines.push(`${of} done, ${changed.toLocaleString("en")} changed so far.`);
  else if (state === "cancelling") lines.push("Stopping: a session that was begun is brought to its end.");
  else {
    const when = finishedAt === null ? "" : ` on ${dateText(finishedAt)}`;
    lines.push(
      state === "done"
        ? `Applied${when}: ${countText(done, "session")} looked through, ${changed.toLocaleString("en")} changed.`
        : `Cancelled${when} after ${of}; ${changed.toLocaleString("en")} changed. What was changed stays changed.`,
    );
  }
  if (state === "running" && waiting > 0)
    lines.push(
      `${countText(waiting, "session")} ${waiting === 1 ? "waits its" : "wait their"} turn, or until the visit is over.`,
    );
  if (failed > 0)
    lines.push(
      `${countText(failed, "session")} could not be rewritten and may still show what was to be hidden. Apply again, or delete them.`,
    );
  return lines;
}

/** What is asked before it starts. */
export function confirmLines(request: ApplyRequest): string[] {
  return [
    `The privacy settings that are saved now are applied to ${scopeText(request)}.`,
    "What they hide is taken out of the recordings for good. It cannot be brought back, not by changing the settings again either.",
    "What was hidden when it was recorded stays hidden. Visits that still run are rewritten when they are over.",
  ];
}
