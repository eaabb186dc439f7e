import { MEDIA_FACTS, type MediaFacts } from "../../protocol/media-facts.ts";

/** Holds always, and never: features of the window that every browser knows. */
const ALWAYS = "(min-width: 0px)";
const NEVER = "(min-width: 9999999px)";

/** What holds when nothing else of a feature does. */
const USUAL = new Set(["light", "no-preference", "none", "browser"]);
/** What holds besides what is told. */
const ANYWAY = new Set(["color-gamut:srgb", "dynamic-range:standard"]);
/** Without a value these hold always. */
const ALWAYS_TOLD = new Set(["prefers-color-scheme", "color-gamut", "dynamic-range", "display-mode"]);

const KNOWN = new Set(MEDIA_FACTS.split(" ").map((fact) => fact.split(":")[0]!));

const DPI: Record<string, number> = { dpi: 96, dpcm: 96 / 2.54, dppx: 1, x: 1 };

function told(feature: string, value: string | undefined, { facts }: MediaFacts): boolean {
  const mine = facts.filter((fact) => fact.startsWith(`${feature}:`));
  if (value === undefined) return ALWAYS_TOLD.has(feature) || mine.length > 0;
  const fact = `${feature}:${value}`;
  return mine.includes(fact) || ANYWAY.has(fact) || (mine.length === 0 && USUAL.has(value));
}

/** A length, resolution or plain number in CSS pixels or device pixels for one of them; `null` when it is something else. */
function measure(text: string): number | null {
  const [, number, unit = ""] = /^(-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([a-z]*)$/i.exec(text.trim()) ?? [];
  if (number === undefined) return null;
  const low = unit.toLowerCase();
  if (low === "" || low === "px") return Number(number);
  if (low === "em" || low === "rem") return Number(number) * 16;
  return low in DPI ? Number(number) / DPI[low]! : null;
}

/** What the visitor's device had, by feature. */
function sizeOf(feature: string, facts: MediaFacts): number | null {
  if (feature === "device-width") return facts.width;
  if (feature === "device-height") return facts.height;
  return feature === "resolution" || feature === "-webkit-device-pixel-ratio" ? facts.density : null;
}

const COMPARE: Record<string, (a: number, b: number) => boolean> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  "=": (a, b) => Math.abs(a - b) < 0.01,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

/** `feature >= value`, `value < feature <= value`; `null` when it is none of the device. */
function range(text: string, facts: MediaFacts): boolean | null {
  const parts = text.split(/(<=|>=|<|>|=)/).map((part) => part.trim());
  if (parts.length !== 3 && parts.length !== 5) return null;
  const values = parts.map((part, index) =>
    index % 2 === 1 ? null : (sizeOf(part.toLowerCase(), facts) ?? measure(part)),
  );
  if (!parts.some((part) => sizeOf(part.toLowerCase(), facts) !== null)) return null;
  for (let index = 1; index < parts.length; index += 2) {
    const [left, right] = [values[index - 1], values[index + 1]];
    if (left === null || right === null) return null;
    if (!COMPARE[parts[index]!]!(left!, right!)) return false;
  }
  return true;
}

/** What is in one pair of brackets: whether it held, `null` when that is for the replay's own window to say. */
function held(text: string, facts: MediaFacts): boolean | null {
  const [, name, value] = /^\s*([-\w]+)\s*(?::([^]*))?$/.exec(text) ?? [];
  if (name === undefined) return range(text, facts);
  const feature = name.toLowerCase();
  // The replay's frame runs no scripts; the page did, or there would be no recording.
  if (feature === "scripting") return value === undefined || value.trim().toLowerCase() === "enabled";
  if (KNOWN.has(feature)) return told(feature, value?.trim().toLowerCase(), facts);
  const [, bound, rest] = /^(?:-webkit-)?(min|max)-(.+)$/.exec(feature) ?? [undefined, undefined, feature];
  const size = sizeOf(rest === "device-pixel-ratio" ? "-webkit-device-pixel-ratio" : rest!, facts);
  const limit = value === undefined ? 0 : measure(value);
  if (size === null || limit === null) return null;
  if (value === undefined) return size !== 0;
  return COMPARE[bound === "min" ? ">=" : bound === "max" ? "<=" : "="]!(size, limit);
}

/**
 * A media query as it was answered in the visitor's browser: what asks for the device or the visitor's settings stands for its
 * answer, what asks for the window stays.
 */
export function answeredMedia(query: string, facts: MediaFacts): string {
  return query.replace(/\(([^()]*)\)/g, (found, text: string) => {
    const answer = held(text, facts);
    return answer === null ? found : answer ? ALWAYS : NEVER;
  });
}

/** A value of `color-scheme` as the visitor's browser read it: of several, the visitor's; else the first. */
export function answeredScheme(value: string, { facts }: MediaFacts): string {
  const words = value.toLowerCase().split(/\s+/);
  const known = words.filter((word) => word === "light" || word === "dark");
  if (known.length < 2) return value;
  return facts.includes("prefers-color-scheme:dark") ? "dark" : "light";
}
