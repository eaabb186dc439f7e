import { ActionIcon, Alert, Button, Group, Loader, Title, Tooltip } from "@mantine/core";
import { IconAlertCircle, IconRefresh } from "@tabler/icons-react";
import { Link, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { ErrorNote } from "../shell/error-note.tsx";
import { useNow } from "../shell/use-now.ts";
import { useMe } from "../shell/use-me.ts";
import { useTitle } from "../shell/use-title.ts";
import { EmptySessions } from "./empty-sessions.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { SessionTable, SessionTableSkeleton } from "./session-table.tsx";
import classes from "./sessions.module.css";
import { useSelection } from "./use-selection.ts";
import { useSessions } from "./use-sessions.ts";

/** The next page is asked for this far before its place comes into view. */
const AHEAD = "900px";
const MINUTE_MS = 60_000;

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

export function SessionListPage() {
  useTitle("Sessions");
  const [top, atTop] = useInView("0px");
  const [end, atEnd] = useInView(AHEAD);
  const { expiring } = useSearch({ from: "/signed-in/sessions" });
  const { list, rows } = useSessions(atTop, expiring);
  const minute = useNow(MINUTE_MS / 4);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  const asked = useRef(0);
  const selection = useSelection();
  const permissions = useMe()?.permissions ?? [];
  const maySelect = permissions.includes("export") || permissions.includes("delete");

  useEffect(() => {
    // One page for each time the end comes into view or moves: a server that fails is not asked again and again.
    if (!atEnd || !hasNextPage || isFetchingNextPage || isFetchNextPageError || asked.current === rows.length) return;
    asked.current = rows.length;
    void fetchNextPage();
  }, [atEnd, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, rows.length]);

  const live = rows.filter(({ status }) => status === "live").length;
  return (
    <main className={classes["page"]}>
      <div ref={top} />
      <Group justify="space-between" mb="sm" px={4}>
        <Group gap="sm" align="baseline">
          <Title order={1} fz="xl">
            Sessions
          </Title>
          {list.isSuccess && rows.length > 0 && (
            <span className="faint number" role="status">
              {rows.length}
              {hasNextPage ? "+" : ""}
              {live > 0 ? ` · ${live} live` : ""}
            </span>
          )}
        </Group>
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant={expiring ? "light" : "subtle"}
            color={expiring ? "ink" : "gray"}
            aria-pressed={expiring !== undefined}
            renderRoot={(props) => <Link to="/sessions" search={expiring ? {} : { expiring: "soon" }} {...props} />}
            title="Deleted within 14 days, unless they are pinned"
          >
            Expiring soon
          </Button>
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
      {list.isPending && <SessionTableSkeleton />}
      {list.isError && rows.length === 0 && (
        <ErrorNote title="The sessions can't be loaded" error={list.error} retry={() => void list.refetch()} />
      )}
      {list.isSuccess && rows.length === 0 && !expiring && <EmptySessions />}
      {list.isSuccess && rows.length === 0 && expiring && (
        <p className={classes["none"]}>No session ends within the next 14 days.</p>
      )}
      {rows.length > 0 && (
        <>
          {list.isRefetchError && (
            <Alert color="orange" variant="light" icon={<IconAlertCircle size={18} />} mb="sm" py="xs">
              Refreshing did not work: {list.error?.message}
            </Alert>
          )}
          <SelectionBar selection={selection} loaded={rows.map(({ id }) => id)} />
          <SessionTable rows={rows} minute={minute} selection={maySelect ? selection : null} />
          <div className={classes["end"]} ref={end}>
            {isFetchingNextPage ? (
              <Loader size="sm" aria-label="Loading more" />
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
