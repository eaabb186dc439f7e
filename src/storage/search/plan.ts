import type { Query, Term } from "../../protocol/query/fields.ts";
import { dateSpan, stretchMs } from "../../protocol/query/values.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { NUMBERS } from "./facets.ts";
import { matchOf, rangeOf } from "./match.ts";
import { LAST_PLACE, placeOf } from "./place.ts";
import { verifiedTerms } from "./verify.ts";

/** Who asks, and from where. */
export interface Asker {
  tenant: string;
  /** As the activity log names them. */
  actor: string;
  /** The only environment there is for them; `null`: all. */
  environment: string | null;
  /** Their time zone, for days. */
  zone: string;
  now: number;
}

/** What the sessions are taken from, in the order of the list: each is an index, or the search index. */
export type Source = "search" | "list" | "live" | "pinned" | "held" | "seen" | "expiring";

/** How a query is answered. */
export interface Plan {
  source: Source;
  /** For the search index. */
  match: string | null;
  /** Places from `from` on, before `to`. */
  from: number;
  to: number;
  /** SQL on `sessions`, with its values. */
  where: string[];
  values: (string | number)[];
  /** What only a look at each session can tell. */
  verified: Term[];
}

const COLUMNS: Record<keyof typeof NUMBERS, string> = {
  duration: "MAX(0, sessions.last_at - sessions.started_at)",
  pages: "sessions.pages",
  clicks: "sessions.clicks",
  inputs: "sessions.inputs",
  errors: "sessions.errors",
  rages: "sessions.rages",
  deads: "sessions.deads",
};

const SEEN =
  "EXISTS (SELECT 1 FROM session_seen WHERE session_seen.tenant = sessions.tenant AND session_seen.session = sessions.id AND session_seen.actor = ?)";

/** Conditions on the state of a session, in SQL. */
const STATES: Record<string, (asker: Asker) => [sql: string, ...values: (string | number)[]]> = {
  live: () => ["sessions.status = 'live'"],
  ended: () => ["sessions.status = 'ended'"],
  pinned: () => ["sessions.pinned_at IS NOT NULL"],
  held: () => ["sessions.quarantine = 'held'"],
  seen: ({ actor }) => [SEEN, actor],
  unseen: ({ actor }) => [`NOT ${SEEN}`, actor],
  expiring: ({ now }) => [
    "(sessions.expires_at < ? AND sessions.pinned_at IS NULL)",
    Math.floor(now) + LIMITS.expiringSoonMs,
  ],
};

/** Sources of few sessions, the one of the fewest first. */
const NARROW = ["live", "pinned", "held", "seen", "expiring"] as const;

function spanOf({ field, values }: Term, { zone, now }: Asker): { from: number; to: number } {
  if (field === "last") return { from: placeOf(now - stretchMs(values[0]!)!), to: LAST_PLACE };
  const { from, to } = dateSpan(values[0]!, zone);
  if (field === "after") return { from: placeOf(from), to: LAST_PLACE };
  if (field === "before") return { from: 0, to: placeOf(from) };
  return { from: placeOf(from), to: placeOf(to) };
}

/** Turns words that stand for other conditions into those: `is:noted` is `has:note`. */
function plain(term: Term): Term {
  return term.field === "is" && term.values[0] === "noted" ? { ...term, field: "has", values: ["note"] } : term;
}

/** How to find what a query asks for. Environment and tenant of whoever asks are part of it. */
export function planOf(asked: Query, asker: Asker): Plan {
  const bound: Query = asker.environment === null ? [] : [{ field: "env", values: [asker.environment], not: false }];
  const query = [...asked.map(plain), ...bound];
  const plan: Plan = {
    source: "list",
    match: matchOf(asker.tenant, query),
    from: 0,
    to: LAST_PLACE,
    where: asker.environment === null ? [] : ["sessions.environment = ?"],
    values: asker.environment === null ? [] : [asker.environment],
    verified: verifiedTerms(asker.tenant, query),
  };
  let narrow: Source | null = null;
  for (const term of query) {
    const { field, values, not } = term;
    if (field === "last" || field === "on" || field === "after" || field === "before") {
      const span = spanOf(term, asker);
      plan.from = Math.max(plan.from, span.from);
      plan.to = Math.min(plan.to, span.to);
    } else if (Object.hasOwn(NUMBERS, field)) {
      const { low, high } = rangeOf(term);
      plan.where.push(`${not ? "NOT " : ""}(${COLUMNS[field as keyof typeof NUMBERS]} BETWEEN ? AND ?)`);
      plan.values.push(low, high);
    } else if (field === "is") {
      const states = values.map((value) => STATES[value]!(asker));
      plan.where.push(`${not ? "NOT " : ""}(${states.map(([sql]) => sql).join(" OR ")})`);
      plan.values.push(...states.flatMap(([, ...bindings]) => bindings));
      const only = NARROW.find((each) => values.length === 1 && values[0] === each);
      if (only && !not && (narrow === null || NARROW.indexOf(only) < NARROW.indexOf(narrow as typeof only)))
        narrow = only;
    }
  }
  plan.source = narrow ?? (plan.match === null ? "list" : "search");
  return plan;
}
