import { fnv1a } from "../../protocol/index.ts";
import type { FieldName } from "../../protocol/query/fields.ts";

/** What a token of the search index says. Two letters, because every session has dozens of them. */
const KINDS = {
  all: "aa",
  user: "us",
  visitor: "vi",
  country: "co",
  city: "ci",
  browser: "br",
  os: "os",
  device: "de",
  env: "en",
  segment: "se",
  level: "le",
  tag: "ta",
  event: "ev",
  trait: "tr",
  has: "ha",
  /** A path that was visited, and each folder above one. */
  path: "pa",
  folder: "fo",
  host: "ho",
  entry: "ep",
} as const;

export type FacetKind = keyof typeof KINDS;

/** Fields that are a facet and nothing else. */
export type WordFacet = Extract<FacetKind, FieldName>;

function hash(text: string): string {
  return fnv1a(text).toString(16).padStart(8, "0");
}

/** A text in letters and digits: as it is, or 64 bits of a hash. */
function encoded(text: string): string {
  const plain = text.normalize("NFKC").toLowerCase().trim();
  if (/^[a-z0-9]{1,24}$/.test(plain)) return `v${plain}`;
  return `x${hash(plain)}${hash(`${plain.length}/${plain}/`)}`;
}

/** A token of one tenant's: nobody else's search can name it. Upper and lower case are the same. */
export function facet(tenant: string, kind: FacetKind, value = ""): string {
  return tenant.replaceAll("-", "") + KINDS[kind] + encoded(value);
}

/** Numbers that can be asked for, with the steps in which the index knows them. */
const COUNTS = [0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1_000, 2_000, 5_000];
const SECONDS = [0, 1, 5, 10, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1_200, 1_800, 2_700, 3_600, 7_200];

export const NUMBERS = {
  duration: { letter: "a", steps: SECONDS.map((seconds) => seconds * 1_000) },
  pages: { letter: "b", steps: COUNTS },
  clicks: { letter: "c", steps: COUNTS },
  inputs: { letter: "d", steps: COUNTS },
  errors: { letter: "e", steps: COUNTS },
  rages: { letter: "f", steps: COUNTS },
  deads: { letter: "g", steps: COUNTS },
} as const satisfies Partial<Record<FieldName, { letter: string; steps: readonly number[] }>>;

export type NumberField = keyof typeof NUMBERS;

/** Which step a number stands on. */
function stepOf(steps: readonly number[], value: number): number {
  return Math.max(
    0,
    steps.findLastIndex((step) => step <= value),
  );
}

function stepToken(tenant: string, field: NumberField, step: number): string {
  return `${tenant.replaceAll("-", "")}nu${NUMBERS[field].letter}${step}`;
}

/** The token of a number. */
export function numberFacet(tenant: string, field: NumberField, value: number): string {
  return stepToken(tenant, field, stepOf(NUMBERS[field].steps, value));
}

/** The tokens of all steps that have numbers from `low` to `high`, both included. */
export function numberFacets(tenant: string, field: NumberField, low: number, high: number): string[] {
  const { steps } = NUMBERS[field];
  const [first, last] = [stepOf(steps, low), stepOf(steps, high)];
  return steps.flatMap((_, step) => (step >= first && step <= last ? [stepToken(tenant, field, step)] : []));
}

/** A path without query and without a slash at its end. */
export function plainPath(address: string): string {
  const path = address.replace(/[?#].*$/s, "").replace(/\/+$/, "");
  return path === "" ? "/" : path;
}

/** Host and path of a whole address, or `null`. */
export function partsOf(address: string): { host: string; path: string } | null {
  const match = /^https?:\/\/([^/?#]+)([^]*)$/.exec(address);
  return match && { host: match[1]!, path: match[2] || "/" };
}

/** Folders above a path, with their slash: `/a/b/c` is in `/`, `/a/` and `/a/b/`. */
export function foldersOf(path: string): string[] {
  return [...plainPath(path).matchAll(/\//g)].map(({ index }) => path.slice(0, index + 1));
}
