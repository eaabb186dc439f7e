import type { ConsentSettings } from "../../../protocol/policy.schema.ts";

/** In which state a visitor finds the switch. */
export type PreviewChoice = "unset" | "yes" | "no" | "gpc";

/** The states that differ with these settings, for choosing one. */
export function previewChoices({ gpc }: ConsentSettings): { value: PreviewChoice; label: string }[] {
  return [
    { value: "unset", label: "No choice" },
    { value: "yes", label: "Yes" },
    { value: "no", label: "No" },
    ...(gpc ? [{ value: "gpc" as const, label: "GPC" }] : []),
  ];
}

/** What the switch says to a visitor in this state. */
export function previewOf(
  { unset }: ConsentSettings,
  choice: PreviewChoice,
): { allowed: boolean; state: string; at: string } {
  const allowed = choice === "yes" || (choice === "unset" && unset === "allow");
  const state = allowed
    ? "You are being recorded"
    : choice === "gpc"
      ? "You are not recorded: your browser's Global Privacy Control says no"
      : "You are not recorded";
  const chosen = choice === "yes" || choice === "no";
  return { allowed, state, at: chosen ? "Chosen today" : "" };
}
