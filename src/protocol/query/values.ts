import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../limits.ts";

const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ["w", 7 * DAY_MS],
  ["d", DAY_MS],
  ["h", HOUR_MS],
  ["m", MINUTE_MS],
  ["s", SECOND_MS],
  ["ms", 1],
];

/** The largest number of any unit: longer than anything is kept. */
const AMOUNT_MAX = 1e9;

/** Milliseconds of `90s`, `2m`, `1h`, `7d`, `2w`; a number alone is seconds. `null`: it is none. */
export function stretchMs(text: string): number | null {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|[smhdw])?$/.exec(text.toLowerCase());
  if (!match || Number(match[1]) > AMOUNT_MAX) return null;
  const [, unit] = UNITS.find(([name]) => name === (match[2] ?? "s"))!;
  return Math.round(Number(match[1]) * unit);
}

/** The shortest way to write it. */
export function stretchText(ms: number): string {
  const [unit, size] = UNITS.find(([, each]) => ms !== 0 && ms % each === 0) ?? ["s", SECOND_MS];
  return `${ms / size}${unit}`;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?$/;

/** Whether it is a day of the calendar, or a minute of one. */
export function isDate(text: string): boolean {
  const match = DATE.exec(text);
  if (!match) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day && hour < 24 && minute < 60;
}

/** How far a zone is before UTC at a moment, milliseconds. */
function zoneOffset(at: number, zone: string): number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / SECOND_MS) * SECOND_MS;
}

/** Whether the platform knows a time zone. */
export function isZone(zone: string): boolean {
  try {
    void new Intl.DateTimeFormat("en-US", { timeZone: zone });
    return true;
  } catch {
    // That is how it says no.
    return false;
  }
}

/** When a date begins in a zone, and when it ends: a day, or a minute. Unix milliseconds. */
export function dateSpan(text: string, zone: string): { from: number; to: number } {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = DATE.exec(text)!
    .slice(1)
    .map((part) => Number(part ?? 0));
  const whole = !text.includes("T");
  // Twice, because the offset is that of the moment looked for: clocks may have been changed between.
  const at = (wall: number) => wall - zoneOffset(wall - zoneOffset(wall, zone), zone);
  const begin = Date.UTC(year, month - 1, day, hour, minute);
  const end = whole ? Date.UTC(year, month - 1, day + 1) : begin + MINUTE_MS;
  return { from: at(begin), to: at(end) };
}
