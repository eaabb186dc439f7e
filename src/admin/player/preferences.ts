import { SPEEDS, type Speed } from "./clock.ts";

/** How this person likes to watch; kept in this browser. */
export interface Preferences {
  skipIdle: boolean;
  speed: Speed;
}

const KEY = "playhead-player";
const DEFAULTS: Preferences = { skipIdle: true, speed: 1 };

export function loadPreferences(): Preferences {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>;
    const speed = SPEEDS.find((each) => each === kept.speed) ?? DEFAULTS.speed;
    return { skipIdle: kept.skipIdle !== false, speed };
  } catch (error) {
    // Storage can be switched off in a browser, or hold something else.
    console.warn("preferences:", error);
    return DEFAULTS;
  }
}

export function savePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch (error) {
    console.warn("preferences:", error);
  }
}
