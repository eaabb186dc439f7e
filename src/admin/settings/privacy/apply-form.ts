import { LIMITS } from "../../../protocol/limits.ts";
import type { ApplyRequest } from "../../../protocol/privacy/apply.schema.ts";

/** What is chosen on the card. Days are `YYYY-MM-DD` of the browser's time zone, or empty. */
export interface ApplyForm {
  kind: "all" | "environment" | "sessions";
  environment: string;
  /** Ids, one a line. */
  sessions: string;
  from: string;
  to: string;
}

export const NEW_FORM: ApplyForm = { kind: "all", environment: "", sessions: "", from: "", to: "" };

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Start of a day, Unix milliseconds; of the day after with `days` 1. */
function startOf(day: string, days = 0): number {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + days).getTime();
}

function idsOf(text: string): string[] {
  return [...new Set(text.toLowerCase().split(/[\s,]+/))].filter(Boolean);
}

function scopeOf({ kind, environment, sessions }: ApplyForm): ApplyRequest["scope"] | { fault: string } {
  if (kind === "all") return "all";
  if (kind === "environment") return environment ? { environment } : { fault: "Choose an environment." };
  const ids = idsOf(sessions);
  if (ids.length === 0) return { fault: "Enter the id of at least one session, one a line." };
  const wrong = ids.find((id) => !UUID.test(id));
  if (wrong !== undefined) return { fault: `“${wrong}” is no id of a session.` };
  if (ids.length > LIMITS.rewriteNamedSessions)
    return { fault: `Enter ${LIMITS.rewriteNamedSessions} ids at most; these are ${ids.length}.` };
  return { sessions: ids };
}

/** What to ask the server for, or what is missing. */
export function requestOf(form: ApplyForm): ApplyRequest | { fault: string } {
  const scope = scopeOf(form);
  if (typeof scope === "object" && "fault" in scope) return scope;
  const { from, to } = form;
  if (from && to && from > to) return { fault: "The last day is before the first." };
  return { scope, ...(from && { from: startOf(from) }), ...(to && { to: startOf(to, 1) - 1 }) };
}
