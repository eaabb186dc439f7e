import type { SignalSettings } from "../../../protocol/policy.schema.ts";

/** What is collected of the console, from this level on. */
export const CONSOLE_NAMES: Record<SignalSettings["console"], string> = {
  off: "nothing",
  error: "errors",
  warn: "errors and warnings",
  info: "errors, warnings and information",
  log: "all but debug lines",
  debug: "everything",
};

/** What is collected of requests. */
export const NETWORK_NAMES: Record<SignalSettings["network"], string> = {
  off: "nothing",
  resources: "what the browser notes",
  timing: "method and failure as well",
  full: "headers and bodies as well",
};

/** As the first word of a line. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What is collected as things are. */
export function signalsNow({ console, network }: SignalSettings): string {
  return `Of the console: ${CONSOLE_NAMES[console]}. Of requests: ${NETWORK_NAMES[network]}.`;
}

/** What would change of signals, one sentence each. */
export function signalChange(
  before: SignalSettings,
  after: SignalSettings,
  value: (what: string, before: string, after: string) => string[],
): string[] {
  return [
    ...value("of the console", CONSOLE_NAMES[before.console], CONSOLE_NAMES[after.console]),
    ...value("of requests", NETWORK_NAMES[before.network], NETWORK_NAMES[after.network]),
    ...value("rage clicks, at least", `${before.rageClicks}`, `${after.rageClicks}`),
    ...value("rage clicks within", `${before.rageMs} ms`, `${after.rageMs} ms`),
    ...value("dead clicks after", `${before.deadMs} ms`, `${after.deadMs} ms`),
  ].map((text) => `Signals: ${text}`);
}
