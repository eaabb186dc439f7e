import { ActionIcon, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { Link, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import type { BehindSearch } from "./insight-search.ts";
import classes from "./insights.module.css";
import { LEAD_MS } from "./lead.ts";
import { useBehind } from "./use-behind.ts";
import { pickText } from "./words.ts";

function Step({ of, to, label }: { of: BehindSearch; to: { id: string; t: number } | null; label: string }) {
  const Icon = label === "Previous" ? IconChevronLeft : IconChevronRight;
  if (!to)
    return (
      <ActionIcon variant="subtle" color="gray" disabled aria-label={`${label} session of the insight`}>
        <Icon size={18} stroke={1.7} />
      </ActionIcon>
    );
  return (
    <Tooltip label={`${label} session`}>
      <ActionIcon
        renderRoot={(props) => (
          <Link to="/sessions/$id" params={{ id: to.id }} search={{ t: Math.max(0, to.t - LEAD_MS), of }} {...props} />
        )}
        variant="subtle"
        color="gray"
        aria-label={`${label} session of the insight`}
        data-step={label === "Previous" ? -1 : 1}
      >
        <Icon size={18} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}

/** In the player: from one of the sessions behind a number to the next. Nothing where the session was opened otherwise. */
export function BehindNav({ session }: { session: string }) {
  const { of } = useSearch({ from: "/signed-in/sessions/$id" });
  return of?.pick ? <Nav of={of} session={session} /> : null;
}

function Nav({ of, session }: { of: BehindSearch; session: string }) {
  const { list, rows } = useBehind(of);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const at = rows.findIndex((row) => row.session.id === session);
  const last = at === rows.length - 1;
  useEffect(() => {
    // The page of the list after the one that is known.
    if (last && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [last, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const placeOf = (no: number) => (rows[no] && at >= 0 ? { id: rows[no].session.id, t: rows[no].t } : null);
  const text = of.pick ? pickText(of.pick) : "Sessions";
  return (
    <nav className={classes["behindNav"]} aria-label="Sessions of the insight">
      <Step of={of} to={placeOf(at - 1)} label="Previous" />
      <Link to="/insights/sessions" search={of} className="cut" title={text}>
        {text}
      </Link>
      {at >= 0 && (
        <span className="faint number">
          {at + 1} of {rows.length}
          {hasNextPage ? "+" : ""}
        </span>
      )}
      <Step of={of} to={placeOf(at + 1)} label="Next" />
    </nav>
  );
}
