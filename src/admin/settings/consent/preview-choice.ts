import type { ConsentSettings } from "../../../protocol/policy.schema.ts";

/** In which state a visitor finds the switch. */
export type PreviewChoice = "unset" | "yes" | "no" | "gpc" | "outdated";

/** The words of `<playhead-consent>` that a page has not replaced by its own. */
export const CONSENT_WORDS = {
  label: "Recording of my visits",
  on: "You are being recorded.",
  off: "You are not recorded.",
  gpc: "You are not recorded: your browser’s Global Privacy Control says no.",
  outdated: "You are not recorded: the text has changed.",
  time: "Your choice of",
  notice: "Privacy notice",
  erase: "Delete what you have of me",
} as const;

/** The states that differ with these settings, for choosing one. */
export function previewChoices({ gpc, unset }: ConsentSettings): { value: PreviewChoice; label: string }[] {
  return [
    { value: "unset", label: "who has not chosen" },
    { value: "yes", label: "who has said yes" },
    { value: "no", label: "who has said no" },
    ...(gpc ? [{ value: "gpc" as const, label: "whose browser sends Global Privacy Control" }] : []),
    ...(unset === "refuse" ? [{ value: "outdated" as const, label: "who said yes to an earlier text" }] : []),
  ];
}

/** What the switch says to a visitor in this state; `chosen`: with the time of their choice. */
export function previewOf(
  { unset }: ConsentSettings,
  choice: PreviewChoice,
): { allowed: boolean; state: string; chosen: boolean } {
  const allowed = choice === "yes" || (choice === "unset" && unset === "allow");
  const why = allowed ? "on" : choice === "gpc" || choice === "outdated" ? choice : "off";
  return { allowed, state: CONSENT_WORDS[why], chosen: choice !== "unset" && choice !== "gpc" };
}
