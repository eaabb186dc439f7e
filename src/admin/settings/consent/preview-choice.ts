import { CONSENT_WORDS } from "../../../protocol/consent-words.ts";
import type { ConsentSettings } from "../../../protocol/policy.schema.ts";

/** In which state a visitor finds the switch. */
export type PreviewChoice = "unset" | "yes" | "no" | "gpc" | "outdated";

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
  return { allowed, state: CONSENT_WORDS[`${why}-text`], chosen: choice !== "unset" && choice !== "gpc" };
}
