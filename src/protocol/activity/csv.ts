import type { LogEntry } from "./entry.ts";

const COLUMNS = [
  "seq",
  "time",
  "actor",
  "action",
  "environment",
  "session",
  "maskedIp",
  "details",
  "hash",
] as const satisfies (keyof LogEntry | "time")[];

/** What a table program would take for a formula; such a text gets an apostrophe in front (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: string | number | null): string {
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The first line of the table (RFC 4180). */
export const CSV_HEAD = `${COLUMNS.join(",")}\r\n`;

/** An entry as a line of the table. */
export function csvLine(entry: LogEntry): string {
  const row: Record<(typeof COLUMNS)[number], string | number | null> = {
    ...entry,
    time: new Date(entry.at).toISOString(),
    details: entry.details && JSON.stringify(entry.details),
  };
  return `${COLUMNS.map((name) => cell(row[name])).join(",")}\r\n`;
}
