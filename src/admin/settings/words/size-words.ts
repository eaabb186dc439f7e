export const SIZE_UNITS = { GB: 1_000_000_000, GiB: 1_073_741_824 } as const;
export type SizeUnit = keyof typeof SIZE_UNITS;

/** A size as somebody writes it: a number and its unit. */
export interface WrittenSize {
  value: number;
  unit: SizeUnit;
}

/** The largest number that the server takes and JSON carries without loss. */
const MAX_BYTES = Number.MAX_SAFE_INTEGER;

/** Whole bytes of a written size. */
export function bytesOf({ value, unit }: WrittenSize): number {
  return Math.min(MAX_BYTES, Math.max(0, Math.round(value * SIZE_UNITS[unit])));
}

/** How to write a number of bytes without loss: in GB or GiB where three decimals are enough, else in GB with all of them. */
export function writtenSize(bytes: number): WrittenSize {
  const [gib, gb] = (["GiB", "GB"] as const).map((unit) => ({
    unit,
    value: Math.round((bytes / SIZE_UNITS[unit]) * 1_000) / 1_000,
  }));
  if (bytesOf(gb!) === bytes) return gb!;
  if (bytesOf(gib!) === bytes) return gib!;
  return { unit: "GB", value: bytes / SIZE_UNITS.GB };
}

const STEPS = ["bytes", "kB", "MB", "GB", "TB", "PB"] as const;

/** A size for people, decimal units, three digits: `812 bytes`, `1.23 GB`. */
export function sizeText(bytes: number): string {
  const step = Math.min(STEPS.length - 1, Math.max(0, Math.floor((String(Math.floor(bytes)).length - 1) / 3)));
  const value = bytes / 1_000 ** step;
  return `${value.toLocaleString("en", { maximumSignificantDigits: 3 })} ${STEPS[step]}`;
}

/** A budget for people, in the unit that says it exactly: `50 GB`, `1.5 GiB`, `none`. */
export function budgetText(bytes: number | null): string {
  if (bytes === null) return "none";
  const { value, unit } = writtenSize(bytes);
  return `${value.toLocaleString("en", { maximumFractionDigits: 9 })} ${unit}`;
}
