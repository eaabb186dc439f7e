import { watchActivity } from "./activity.ts";
import { listen, stopAll, type Stop } from "./guard.ts";

/** What happens around a document, to whoever records it. */
export interface Surroundings {
  /** The visitor does something. */
  act(): void;
  /** Back from the back/forward cache. */
  restore(): void;
  /** The page goes, for good or into that cache. */
  leave(): void;
  /** The page's policy forbids our requests. */
  forbidden(): void;
}

/** `host`: whose requests ours are. */
export function watchSurroundings(host: string, { act, restore, leave, forbidden }: Surroundings): Stop {
  return stopAll([
    watchActivity(act),
    listen(window, "pageshow", (event) => (event as PageTransitionEvent).persisted && restore()),
    listen(window, "pagehide", leave),
    // The browser says at once: trying again would only fill the console.
    listen(document, "securitypolicyviolation", (event) => {
      const { blockedURI, disposition } = event as SecurityPolicyViolationEvent;
      if (disposition === "enforce" && blockedURI.startsWith(host)) forbidden();
    }),
  ]);
}

/** Calls `run` when the DOM is there, and not before the caller has returned. */
export function whenDocumentIsReady(run: () => void): void {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run, { once: true });
  else run();
}
