import type { SessionActivity } from "../../protocol/inspection.schema.ts";

/** What somebody did with a session. */
export function actionText({ action, details }: Pick<SessionActivity, "action" | "details">): string {
  if (action === "view")
    return (details as { inspected?: unknown } | null)?.inspected === true
      ? "looked at what is stored"
      : "opened the recording";
  if (action === "held_back") return "held it back, because secrets were found";
  if (action === "released") return "released it for everybody";
  return action;
}
