import { LEVELS } from "../levels.ts";

/** How the value of a field is written. */
export type FieldKind =
  /** One of several words, which may be anything. */
  | "word"
  /** One of several words out of `choices`. */
  | "choice"
  /** Addresses with `*`. */
  | "address"
  /** Addresses in the order they were visited. */
  | "steps"
  /** Words that follow each other. */
  | "phrase"
  /** `name=value`. */
  | "trait"
  | "number"
  | "duration"
  /** A day, or a minute of it. */
  | "date"
  /** A stretch of time up to now. */
  | "stretch";

export interface QueryField {
  kind: FieldKind;
  /** In plain words, for whoever types. */
  means: string;
  example: string;
  choices?: readonly string[];
}

/** Fields of the query language of the session list, in the order in which they are offered. */
export const QUERY_FIELDS = {
  user: { kind: "word", means: "User id that the site gave", example: "user:anna" },
  url: { kind: "address", means: "Page that was visited, * for any text", example: "url:/checkout/*" },
  visited: { kind: "steps", means: "Pages in this order", example: "visited:/cart > /checkout" },
  entry: { kind: "address", means: "First page", example: "entry:/pricing" },
  event: { kind: "word", means: "Event of the site", example: "event:purchase" },
  error: { kind: "phrase", means: "Words of a script error", example: 'error:"is not a function"' },
  has: {
    kind: "choice",
    means: "Something happened, or is attached",
    example: "has:rage",
    choices: ["error", "rage", "dead", "note", "tag", "user", "picture"],
  },
  is: {
    kind: "choice",
    means: "State of the session",
    example: "is:unseen",
    choices: ["live", "ended", "seen", "unseen", "pinned", "expiring", "noted", "held"],
  },
  tag: { kind: "word", means: "Tag that somebody gave it", example: "tag:bug" },
  last: { kind: "stretch", means: "Begun within this time", example: "last:7d" },
  on: { kind: "date", means: "Begun on this day", example: "on:2026-11-20" },
  after: { kind: "date", means: "Begun then or later", example: "after:2026-11-01" },
  before: { kind: "date", means: "Begun before", example: "before:2026-11-20T18:00" },
  duration: { kind: "duration", means: "How long it lasted", example: "duration:>2m" },
  pages: { kind: "number", means: "Documents", example: "pages:>=3" },
  clicks: { kind: "number", means: "Clicks", example: "clicks:>10" },
  inputs: { kind: "number", means: "Fields changed", example: "inputs:>0" },
  errors: { kind: "number", means: "Script errors", example: "errors:>=1" },
  rages: { kind: "number", means: "Rage clicks", example: "rages:>=1" },
  deads: { kind: "number", means: "Dead clicks", example: "deads:>=3" },
  country: { kind: "word", means: "Country, two letters", example: "country:de" },
  city: { kind: "word", means: "City", example: 'city:"New York"' },
  browser: { kind: "word", means: "Browser", example: "browser:firefox" },
  os: { kind: "word", means: "Operating system", example: "os:windows" },
  device: {
    kind: "choice",
    means: "Kind of device",
    example: "device:mobile",
    choices: ["desktop", "mobile", "tablet", "other"],
  },
  env: { kind: "word", means: "Environment", example: "env:production" },
  segment: { kind: "word", means: "Segment that it was let in by", example: "segment:everyone" },
  level: {
    kind: "choice",
    means: "How much was collected",
    example: "level:playback",
    choices: LEVELS.filter((level) => level !== "off"),
  },
  trait: { kind: "trait", means: "What the site said of the user", example: "trait:plan=pro" },
  visitor: { kind: "word", means: "Visitor's GUID", example: "visitor:0193…" },
} as const satisfies Record<string, QueryField>;

export type FieldName = keyof typeof QUERY_FIELDS;

/** @returns the field, or `null` when there is none of that name */
export function fieldNamed(name: string): FieldName | null {
  return Object.hasOwn(QUERY_FIELDS, name) ? (name as FieldName) : null;
}

export function fieldOf(name: FieldName): QueryField {
  return QUERY_FIELDS[name];
}

export const OPERATORS = [">=", "<=", ">", "<", "="] as const;
export type Operator = (typeof OPERATORS)[number];

/** One condition. All conditions of a query hold; of several values one does, of steps all do. */
export interface Term {
  /** `text`: words anywhere in address, title, user, event or error. */
  field: FieldName | "text";
  values: string[];
  /** Of numbers and durations. */
  op?: Operator;
  /** It must not hold. */
  not: boolean;
}

export type Query = Term[];
