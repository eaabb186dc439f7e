const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** A place in a recording: `0:07`, `12:34`, `1:02:03`. */
export function clockText(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / SECOND_MS);
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** How long something lasted: `7s`, `2m 14s`, `1h 03m`. */
export function durationText(ms: number): string {
  const seconds = Math.round(Math.max(0, ms) / SECOND_MS);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}m ${two(seconds % 60)}s` : `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
}

/** How long ago: `just now`, `5m ago`, `3h ago`, `yesterday`, then the date. */
export function relativeText(then: number, now: number, locale?: string): string {
  const ago = Math.max(0, now - then);
  if (ago < 45 * SECOND_MS) return "just now";
  if (ago < HOUR_MS) return `${Math.max(1, Math.round(ago / MINUTE_MS))}m ago`;
  if (ago < DAY_MS) return `${Math.floor(ago / HOUR_MS)}h ago`;
  if (ago < 2 * DAY_MS) return "yesterday";
  if (ago < 7 * DAY_MS) return `${Math.floor(ago / DAY_MS)} days ago`;
  const year = new Date(then).getFullYear() === new Date(now).getFullYear() ? {} : ({ year: "numeric" } as const);
  return new Date(then).toLocaleDateString(locale, { day: "numeric", month: "short", ...year });
}

/** The exact moment, with seconds and time zone. */
export function absoluteText(then: number, locale?: string): string {
  return new Date(then).toLocaleString(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  });
}

/** A day, for what does not need the hour. */
export function dateText(then: number, locale?: string): string {
  return new Date(then).toLocaleDateString(locale, { day: "numeric", month: "short", year: "numeric" });
}
