import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Reference } from "../../protocol/insight.schema.ts";
import type { ScopeSearch } from "./insight-search.ts";
import classes from "./insights.module.css";
import { pickText } from "./words.ts";

/** A number, as a link to the sessions behind it. */
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
