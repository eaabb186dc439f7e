import { ACTIVITY_ACTIONS } from "../../protocol/activity/actions.ts";

/** What the page shows, as it is in the address. Days are `YYYY-MM-DD` on the reader's clock. */
export interface ActivitySearch {
  from?: string;
  to?: string;
  actor?: string;
  action?: string;
  session?: string;
  environment?: string;
  q?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const SESSION = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const KNOWN: ReadonlySet<string> = new Set(ACTIVITY_ACTIONS);

function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(new Date(`${text}T00:00`).getTime());
}

const FITS: Record<keyof ActivitySearch, (text: string) => boolean> = {
  from: isDay,
  to: isDay,
  actor: (text) => text.length <= 256,
  action: (text) => text.split(",").every((action) => KNOWN.has(action)),
  session: (text) => SESSION.test(text),
  environment: (text) => text.length <= 64,
  q: (text) => text.length <= 200,
};

/** What of an address can be shown; the rest is passed over. */
export function readSearch(search: Record<string, unknown>): ActivitySearch {
  const found = (Object.keys(FITS) as (keyof ActivitySearch)[])
    // The router reads what looks like a number as one.
    .map((name) => [name, typeof search[name] === "number" ? String(search[name]) : search[name]] as const)
    .filter(([name, value]) => typeof value === "string" && value !== "" && FITS[name](value));
  return Object.fromEntries(found) as ActivitySearch;
}

/** When a day begins, or the day `days` after it: also where clocks are put back on it. */
function midnight(day: string, days: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return String(new Date(year, month - 1, date + days).getTime());
}

/** The same as the server asks for it: `to` is the end of that day. */
export function searchQuery({ from, to, ...rest }: ActivitySearch): Record<string, string> {
  return { ...rest, ...(from && { from: midnight(from, 0) }), ...(to && { to: midnight(to, 1) }) };
}
