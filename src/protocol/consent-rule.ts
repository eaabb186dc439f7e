import type { ConsentSettings } from "./policy.schema.ts";

/** What a visitor has chosen, and to which version of the text. */
export interface ConsentChoice {
  choice: "yes" | "no";
  version: number;
}

/** Whether a visitor may be recorded as far as consent goes, and what decided it. */
export interface ConsentState {
  allowed: boolean;
  /** `unset`: the tenant's default for whoever has not chosen. `outdated`: the yes was given to an older text. */
  because: "choice" | "gpc" | "unset" | "outdated";
}

/**
 * What holds for a visitor. Their own choice comes before the browser's signal, because it was made here; the signal (Global
 * Privacy Control, https://w3c.github.io/gpc/) comes before the tenant's default. A yes to an older text is none where a yes is needed.
 */
export function consentState(settings: ConsentSettings, choice: ConsentChoice | null, gpc: boolean): ConsentState {
  if (choice?.choice === "no") return { allowed: false, because: "choice" };
  if (choice !== null) {
    const holds = settings.unset === "allow" || choice.version === settings.version;
    return { allowed: holds, because: holds ? "choice" : "outdated" };
  }
  if (gpc && settings.gpc) return { allowed: false, because: "gpc" };
  return { allowed: settings.unset === "allow", because: "unset" };
}
