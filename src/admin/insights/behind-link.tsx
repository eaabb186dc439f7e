import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Reference } from "../../protocol/insight.schema.ts";
import type { ScopeSearch } from "./insight-search.ts";
import classes from "./insights.module.css";
import { pickText } from "./words.ts";

/** A count of sessions, as a link to them; no link where there is none. */
export function SessionCount({
  scope,
  pick,
  sessions,
}: {
  scope: ScopeSearch;
  pick: Reference["pick"];
  sessions: number;
}) {
  const text = sessions.toLocaleString("en");
  if (sessions === 0) return <span className="faint">{text}</span>;
  return (
    <BehindLink scope={scope} pick={pick}>
      {text}
    </BehindLink>
  );
}

/** What leads to the sessions behind a number. */
export function BehindLink({
  scope,
  pick,
  children,
  className = classes["number"] ?? "",
}: {
  scope: ScopeSearch;
  pick: Reference["pick"];
  children: ReactNode;
  className?: string | undefined;
}) {
  return (
    <Link
      to="/insights/sessions"
      search={{ ...scope, pick }}
      className={className}
      title={`See the sessions: ${pickText(pick)}`}
    >
      {children}
    </Link>
  );
}
