import { Button, Skeleton, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { ErrorNote } from "../shell/error-note.tsx";
import { useNow } from "../shell/use-now.ts";
import { useTitle } from "../shell/use-title.ts";
import { ActivityFilters } from "./activity-filters.tsx";
import { ActivityRow } from "./activity-row.tsx";
import { readSearch, type ActivitySearch } from "./activity-search.ts";
import classes from "./activity.module.css";
import { LogState } from "./log-state.tsx";
import { useActivity } from "./use-activity.ts";

const route = getRouteApi("/signed-in/activity");
const MINUTE_MS = 60_000;
const SKELETON_ROWS = 8;

function Waiting() {
  return (
    <div aria-hidden="true">
      {Array.from({ length: SKELETON_ROWS }, (_, i) => (
        <Skeleton key={i} height={34} mb={6} radius="sm" />
      ))}
    </div>
  );
}

/** Who did what, when and from where. */
export function ActivityPage() {
  useTitle("Activity");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const now = useNow(MINUTE_MS);
  const { list, entries } = useActivity(search);
  const change = (changed: ActivitySearch) =>
    void navigate({ search: (before) => readSearch({ ...before, ...changed }), replace: changed.q !== undefined });
  return (
    <main className={classes["page"]}>
      <Title order={1} fz="xl" mb="sm">
        Activity
      </Title>
      <LogState search={search} now={now} />
      <ActivityFilters search={search} change={change} />
      {search.session && (
        <p className={classes["only"]}>
          Only session <code>{search.session}</code>{" "}
          <Button variant="subtle" size="compact-xs" onClick={() => change({ session: "" })}>
            Show all
          </Button>
        </p>
      )}
      {list.isPending && <Waiting />}
      {list.isError && entries.length === 0 && (
        <ErrorNote title="The activity log can't be loaded" error={list.error} retry={() => void list.refetch()} />
      )}
      {list.isSuccess && entries.length === 0 && (
        <p className={classes["empty"]}>
          {Object.keys(search).length > 0
            ? "Nothing in the log fits these filters."
            : "Nothing has happened yet. Whoever opens a recording, changes settings or signs in is entered here."}
        </p>
      )}
      {entries.length > 0 && (
        <div className={classes["scroll"]} tabIndex={0} role="region" aria-label="Entries of the log">
          <table className={classes["table"]} aria-busy={list.isPlaceholderData}>
            <thead>
              <tr>
                <th aria-label="Details" className={classes["toggle"]} />
                <th scope="col" className={classes["time"]}>
                  When
                </th>
                <th scope="col" className={classes["who"]}>
                  Who
                </th>
                <th scope="col">What</th>
                <th scope="col" className={classes["session"]}>
                  Session
                </th>
                <th scope="col" className={classes["environment"]}>
                  Environment
                </th>
                <th scope="col" className={classes["from"]}>
                  Network
                </th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <ActivityRow key={entry.id} entry={entry} now={now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {entries.length > 0 && (
        <div className={classes["end"]}>
          {list.hasNextPage ? (
            <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {list.isFetchNextPageError ? "That did not work. Try again" : "Load more"}
            </Button>
          ) : (
            <span className="faint">That is all of them</span>
          )}
        </div>
      )}
    </main>
  );
}
