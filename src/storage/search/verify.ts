import { globMatches } from "../../protocol/glob.ts";
import { wholeAddress, type TrailEntry } from "../../protocol/index.ts";
import type { Query, Term } from "../../protocol/query/fields.ts";
import type { StoredSession } from "../session-index.ts";
import { partsOf, plainPath } from "./facets.ts";
import { isExact } from "./match.ts";

/** A session that may fit. */
export interface Candidate {
  session: StoredSession;
  trail: readonly TrailEntry[] | null;
}

/** Whether an address fits a pattern: with `/` at its front the path, else host and path. Upper and lower case are the same. */
export function addressFits(pattern: string, whole: string): boolean {
  const wanted = pattern.replace(/^https?:\/\//i, "").toLowerCase();
  const { host, path } = partsOf(whole.toLowerCase()) ?? { host: "", path: whole.toLowerCase() };
  const front = wanted.startsWith("/") ? "" : host;
  const bare = wanted.includes("*") ? wanted : wanted.replace(/(?<=.)\/$/, "");
  return globMatches(bare, front + plainPath(path)) || globMatches(wanted, front + path);
}

/** Addresses in the order they were visited; without a trail those of the row. */
function visits({ session, trail }: Candidate): string[] {
  if (!trail) return [session.entryUrl, session.lastUrl];
  return trail.flatMap(([, kind, address]) => (kind === "page" ? [wholeAddress(address, session.entryUrl)] : []));
}

/** Whether the steps come in this order, with whatever between. */
function inOrder(steps: readonly string[], visited: readonly string[]): boolean {
  let at = 0;
  for (const address of visited) if (at < steps.length && addressFits(steps[at]!, address)) at++;
  return at === steps.length;
}

function holds({ field, values }: Term, candidate: Candidate): boolean {
  if (field === "visited") return inOrder(values, visits(candidate));
  if (field === "entry") return values.some((value) => addressFits(value, candidate.session.entryUrl));
  return visits(candidate).some((address) => values.some((value) => addressFits(value, address)));
}

/** Conditions of a query that have to be looked at session by session. */
export function verifiedTerms(tenant: string, query: Query): Term[] {
  return query.filter(
    (term) => term.field === "visited" || ((term.field === "url" || term.field === "entry") && !isExact(tenant, term)),
  );
}

/** Whether a session fits them all. */
export function fits(terms: readonly Term[], candidate: Candidate): boolean {
  return terms.every((term) => holds(term, candidate) !== term.not);
}
