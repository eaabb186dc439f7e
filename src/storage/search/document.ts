import { fnv1a, wholeAddress, type TrailEntry } from "../../protocol/index.ts";
import type { StoredSession } from "../session-index.ts";
import { facet, foldersOf, numberFacet, partsOf, plainPath, type FacetKind, type NumberField } from "./facets.ts";

/** What is known of a session when it is made searchable. */
export interface Searched {
  session: StoredSession;
  trail: readonly TrailEntry[];
  tags: readonly string[];
  noted: boolean;
}

/** A session as the search index has it. */
export interface SearchDocument {
  /** Tokens of all that can be asked for word by word. */
  facets: string;
  /** Text that is looked through. */
  body: string;
  /** Text of script errors. */
  errors: string;
}

/** Milliseconds from beginning to end. */
export function durationOf({ startedAt, lastAt }: Pick<StoredSession, "startedAt" | "lastAt">): number {
  return Math.max(0, lastAt - startedAt);
}

function numbersOf(session: StoredSession): Record<NumberField, number> {
  const { pages, clicks, inputs, errors, rages, deads } = session;
  return { duration: durationOf(session), pages, clicks, inputs, errors, rages, deads };
}

/** Everything that was visited, as paths and as whole addresses. */
function visitsOf({ session, trail }: Searched): { path: string; whole: string }[] {
  const visited = trail.flatMap(([, kind, address]) =>
    kind === "page" ? [wholeAddress(address, session.entryUrl)] : [],
  );
  const all = new Set([session.entryUrl, session.lastUrl, ...visited].filter((address) => address !== ""));
  return [...all].map((whole) => ({ whole, path: partsOf(whole)?.path ?? whole }));
}

/** Makes a session searchable. */
export function searchDocument(searched: Searched): SearchDocument {
  const { session, trail, tags, noted } = searched;
  const { tenant } = session;
  const facets = new Set<string>();
  const add = (kind: FacetKind, value: string | null | undefined) => {
    if (value !== null && value !== undefined && value !== "") facets.add(facet(tenant, kind, value));
  };
  facets.add(facet(tenant, "all"));
  for (const kind of ["user", "visitor", "country", "city", "browser", "os", "device", "segment", "level"] as const)
    add(kind, session[kind]);
  add("env", session.environment);
  for (const [field, value] of Object.entries(numbersOf(session)))
    facets.add(numberFacet(tenant, field as NumberField, value));
  const has = {
    error: session.errors > 0,
    rage: session.rages > 0,
    dead: session.deads > 0,
    note: noted,
    tag: tags.length > 0,
    user: session.user !== null,
    picture: session.level === "playback",
  };
  for (const [what, there] of Object.entries(has)) if (there) add("has", what);
  for (const tag of tags) add("tag", tag);
  const visits = visitsOf(searched);
  for (const { path, whole } of visits) {
    add("path", plainPath(path));
    for (const folder of foldersOf(path)) add("folder", folder);
    add("host", partsOf(whole)?.host);
  }
  add("entry", session.entryUrl && plainPath(partsOf(session.entryUrl)?.path ?? session.entryUrl));
  const texts = new Set([session.user, session.title, session.city, ...visits.map(({ whole }) => whole)]);
  const errors = new Set<string>();
  for (const [, kind, text, more] of trail) {
    if (kind === "event") add("event", text);
    if (kind === "trait") add("trait", `${text}=${String(more)}`);
    if (kind === "error") errors.add(text);
    else if (kind === "trait") texts.add(String(more));
    else if (kind === "event" || kind === "click") texts.add(text);
  }
  return {
    facets: [...facets].join(" "),
    body: [...texts].filter(Boolean).join("\n"),
    errors: [...errors].join("\n"),
  };
}

/** Stands for a document: when it is the same, nothing has to be written. */
export function digestOf({ facets, body, errors }: SearchDocument): string {
  const text = [facets, body, errors].join("\u0000");
  return `${fnv1a(text).toString(36)}.${text.length}`;
}
