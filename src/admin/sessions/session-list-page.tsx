import { ActionIcon, Alert, Button, Group, Loader, Title, Tooltip } from "@mantine/core";
import { IconAlertCircle, IconRefresh } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { tryQuery } from "../../protocol/query/parse.ts";
import { printQuery } from "../../protocol/query/print.ts";
import { ErrorNote } from "../shell/error-note.tsx";
import { useNow } from "../shell/use-now.ts";
import { useMe } from "../shell/use-me.ts";
import { useTitle } from "../shell/use-title.ts";
import { ColumnsMenu } from "./columns-menu.tsx";
import { EmptySessions } from "./empty-sessions.tsx";
import { ListCount } from "./list-count.tsx";
import { NewSessions } from "./live/new-sessions.tsx";
import { NoMatch } from "./no-match.tsx";
import { QueryBar } from "./search/query-bar.tsx";
import { SavedMenu } from "./search/saved-menu.tsx";
import { TimeMenu } from "./search/time-menu.tsx";
import searchClasses from "./search/search.module.css";
import { SelectionBar } from "./selection-bar.tsx";
import { SessionTable, SessionTableSkeleton } from "./session-table.tsx";
import classes from "./sessions.module.css";
import { useListKeys } from "./use-list-keys.ts";
import { useSelection } from "./use-selection.ts";
import { useSessions } from "./use-sessions.ts";

/** The next page is asked for this far before its place comes into view. */
const AHEAD = "900px";
const MINUTE_MS = 60_000;
/** The list itself comes first. */
const PLAYER_AFTER_MS = 1_500;

/** Whether `element` is in view or nearly so, within the page's scroller. */
function useInView(margin: string): [React.RefCallback<HTMLElement>, boolean] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [inView, setInView] = useState(false);
  useEffect(() => {
    if (!element) return;
    const observer = new IntersectionObserver((entries) => setInView(entries.at(-1)!.isIntersecting), {
      root: document.getElementById("scroller"),
      rootMargin: margin,
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element, margin]);
  return [setElement, inView];
}

/** Fetches the player's code while nothing else is to do: most who look at the list open a session. */
function usePlayerSoon(): void {
  useEffect(() => {
    // When that fails, opening a session says so.
    const load = () => void import("../player/player-page.tsx").catch(() => undefined);
    const timer = setTimeout(load, PLAYER_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
}

export function SessionListPage() {
  useTitle("Sessions");
  usePlayerSoon();
  const [top, atTop] = useInView("0px");
  const [end, atEnd] = useInView(AHEAD);
  const { q = "" } = useSearch({ from: "/signed-in/sessions" });
  const navigate = useNavigate({ from: "/sessions" });
  const { query } = tryQuery(q);
  const selection = useSelection();
  const { list, rows, waiting, showNew, problem } = useSessions(atTop && selection.ids.length === 0, q, query !== null);
  const minute = useNow(MINUTE_MS / 4);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  const pages = list.data?.pages.length ?? 0;
  const asked = useRef("");
  const permissions = useMe()?.permissions ?? [];
  const maySelect = ["export", "delete", "annotate"].some((each) =>
    permissions.some((permission) => permission === each),
  );
  useListKeys(maySelect ? selection.toggle : undefined);

  useEffect(() => {
    // One page for each time the end comes into view or moves: a server that fails is not asked again and again.
    const place = `${q}/${pages}`;
    if (!atEnd || !hasNextPage || isFetchingNextPage || isFetchNextPageError || asked.current === place) return;
    asked.current = place;
    void fetchNextPage();
  }, [atEnd, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, pages, q]);

  const change = (next: string) => {
    selection.set([]);
    void navigate({ search: next === "" ? {} : { q: next } });
  };
  const nothing = list.isSuccess && rows.length === 0;
  return (
    <main className={classes["page"]}>
      <div ref={top} />
      <Group justify="space-between" mb="sm" px={4}>
        <Group gap="sm" align="baseline">
          <Title order={1} fz="xl">
            Sessions
          </Title>
          {list.isSuccess && rows.length > 0 && <ListCount q={q} rows={rows} more={hasNextPage} />}
        </Group>
        <Group gap={4}>
          <ColumnsMenu />
          <Tooltip label="Refresh">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Refresh"
              onClick={() => void list.refetch()}
              loading={list.isRefetching}
            >
              <IconRefresh size={17} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      {!(nothing && q === "" && !hasNextPage) && (
        <div className={searchClasses["row"]} role="search">
          <QueryBar q={q} change={change} />
          <TimeMenu query={query ?? []} set={(next) => change(printQuery(next))} />
          <SavedMenu q={q} change={change} />
        </div>
      )}
      {list.isPending && query !== null && <SessionTableSkeleton />}
      {list.isError && rows.length === 0 && query !== null && (
        <ErrorNote title="The sessions can't be loaded" error={list.error} retry={() => void list.refetch()} />
      )}
      {nothing && !hasNextPage && (q === "" ? <EmptySessions /> : <NoMatch query={query ?? []} change={change} />)}
      {(rows.length > 0 || (nothing && hasNextPage)) && (
        <>
          {problem && (
            <Alert color="orange" variant="light" icon={<IconAlertCircle size={18} />} mb="sm" py="xs">
              Refreshing did not work: {problem.message}
            </Alert>
          )}
          <SelectionBar selection={selection} loaded={rows.map(({ id }) => id)} />
          <NewSessions
            count={waiting}
            show={() => {
              showNew();
              document.getElementById("scroller")?.scrollTo({ top: 0 });
            }}
          />
          {rows.length > 0 && (
            <SessionTable rows={rows} q={q} minute={minute} selection={maySelect ? selection : null} />
          )}
          <div className={classes["end"]} ref={end}>
            {isFetchingNextPage ? (
              <Group gap="xs">
                <Loader size="sm" role="status" aria-label="Loading more" />
                {rows.length === 0 && <span className="faint">Looking further back…</span>}
              </Group>
            ) : hasNextPage ? (
              <Button variant="default" onClick={() => void fetchNextPage()}>
                {isFetchNextPageError ? "That did not work. Try again" : "Load more"}
              </Button>
            ) : (
              <span className="faint">That is all of them</span>
            )}
          </div>
        </>
      )}
    </main>
  );
}
