import { SPEEDS, type Speed } from "./clock.ts";
import { createStore, type Store } from "./plain-store.ts";
import { MARK_KINDS, type MarkKind } from "./timeline/marks.ts";

/** How this person likes to watch; kept in this browser. */
export interface Preferences {
  skipIdle: boolean;
  speed: Speed;
  /** The picture is made to fit; else it has its own size and can be scrolled. */
  fit: boolean;
  /** A frame like that of the visitor's device around the picture. */
  device: boolean;
  /** The way that the pointer came, rings of clicks, dots of fingers. */
  trail: boolean;
  clicks: boolean;
  touches: boolean;
  /** Goes on with the next session of the list at the end. */
  autoplay: boolean;
  /** What is not marked on the line of time. */
  hidden: readonly MarkKind[];
  /** Width of the panes, CSS pixels. */
  aside: number;
}

/** What is simply on or off. */
export type Toggle = "fit" | "device" | "trail" | "clicks" | "touches" | "autoplay";

const KEY = "playhead-player";
/** Seven tabs with their names fit into this. */
export const ASIDE = { min: 320, usual: 408, max: 900 };

const DEFAULTS: Preferences = {
  skipIdle: true,
  speed: 1,
  fit: true,
  device: true,
  trail: true,
  clicks: true,
  touches: true,
  autoplay: false,
  hidden: [],
  aside: ASIDE.usual,
};

/** A width that the panes can have. */
export function asideWidth(wanted: unknown): number {
  const width = typeof wanted === "number" && Number.isFinite(wanted) ? wanted : ASIDE.usual;
  return Math.round(Math.min(ASIDE.max, Math.max(ASIDE.min, width)));
}

/** What was kept, as far as it has the right shape; anything else could have been put there. */
export function readPreferences(text: string | null): Preferences {
  const kept = JSON.parse(text ?? "{}") as Partial<Record<keyof Preferences, unknown>> | null;
  const flag = (name: keyof Preferences): boolean =>
    typeof kept?.[name] === "boolean" ? (kept[name] as boolean) : (DEFAULTS[name] as boolean);
  const hidden = kept?.hidden;
  return {
    skipIdle: flag("skipIdle"),
    speed: SPEEDS.find((each) => each === kept?.speed) ?? DEFAULTS.speed,
    fit: flag("fit"),
    device: flag("device"),
    trail: flag("trail"),
    clicks: flag("clicks"),
    touches: flag("touches"),
    autoplay: flag("autoplay"),
    hidden: Array.isArray(hidden) ? MARK_KINDS.filter((kind) => hidden.includes(kind)) : DEFAULTS.hidden,
    aside: asideWidth(kept?.aside),
  };
}

function load(): Preferences {
  try {
    return readPreferences(localStorage.getItem(KEY));
  } catch (error) {
    // Storage can be switched off in a browser, or hold something else.
    console.warn("preferences:", error);
    return DEFAULTS;
  }
}

/** The preferences of this browser; what is set is kept. */
export const preferences: Store<Preferences> = createStore(load());

preferences.subscribe(() => {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences.get()));
  } catch (error) {
    console.warn("preferences:", error);
  }
});
