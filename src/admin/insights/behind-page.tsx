import { Anchor, Button, Title } from "@mantine/core";
import { IconArrowLeft, IconPlayerPlayFilled } from "@tabler/icons-react";
import { Link, getRouteApi, useRouter } from "@tanstack/react-router";
import { clockText, durationText } from "../format/time.ts";
import { Browser, Device, Level, LiveMark, Person, Place, Started } from "../sessions/session-cells.tsx";
import { ErrorNote } from "../shell/error-note.tsx";
import { useNow } from "../shell/use-now.ts";
import { useTitle } from "../shell/use-title.ts";
import { Empty } from "./answer.tsx";
import { DataTable } from "./data-table.tsx";
import { scopeQuery } from "./insight-search.ts";
import classes from "./insights.module.css";
import { LEAD_MS } from "./lead.ts";
import { useBehind } from "./use-behind.ts";
import { pickText } from "./words.ts";

const route = getRouteApi("/signed-in/insights/sessions");
const MINUTE_MS = 60_000;
/** The sessions behind one number, each to be watched from the moment that was counted. */
export function BehindPage() {
  const search = route.useSearch();
  const { pick } = search;
  const router = useRouter();
  const now = useNow(MINUTE_MS);
  const { list, rows } = useBehind(search);
  const title = pick ? pickText(pick) : "Sessions";
  useTitle(title);
  const watch = (t: number) => ({ of: search, t: Math.max(0, t - LEAD_MS) });
  return (
    <main className={classes["page"]}>
      <Anchor component="button" onClick={() => router.history.back()} fz="sm" className={classes["back"] ?? ""}>
        <IconArrowLeft size={15} aria-hidden /> Back to the insights
      </Anchor>
      <div className={classes["behindHead"]}>
        <Title order={1} fz="xl" className={classes["behindTitle"] ?? ""}>
          {title}
        </Title>
        {rows[0] && (
          <Button
            renderRoot={(props) => (
              <Link to="/sessions/$id" params={{ id: rows[0]!.session.id }} search={watch(rows[0]!.t)} {...props} />
            )}
            leftSection={<IconPlayerPlayFilled size={14} />}
          >
            Watch one after the other
          </Button>
        )}
      </div>
      <p className={classes["looked"]}>{scopeQuery(search).q || "All sessions"}</p>
      {!pick && <Empty>This address names no sessions. Open them from a number of the insights.</Empty>}
      {pick && list.isPending && <Empty>Looking at the sessions…</Empty>}
      {list.isError && rows.length === 0 && (
        <ErrorNote title="The sessions can't be loaded" error={list.error} retry={() => void list.refetch()} />
      )}
      {list.isSuccess && rows.length === 0 && (
        <Empty>None any more. They may have been deleted, or are older than the period by now.</Empty>
      )}
      {rows.length > 0 && (
        <section className={classes["card"]} aria-label="Sessions">
          <DataTable
            label="Sessions"
            rows={rows}
            kinds={rows.length}
            untold={0}
            keyOf={({ session }) => session.id}
            columns={[
              {
                name: "Watch",
                render: ({ session, t }) => (
                  <Link
                    to="/sessions/$id"
                    params={{ id: session.id }}
                    search={watch(t)}
                    className={classes["watch"]}
                    aria-label={`Watch the session of ${session.user ?? `visitor ${session.visitor.slice(-6)}`} at ${clockText(t)}`}
                  >
                    <IconPlayerPlayFilled size={12} aria-hidden /> {clockText(t)}
                  </Link>
                ),
              },
              {
                name: "Started",
                render: ({ session }) => (
                  <span className={classes["more"]}>
                    <Started row={session} now={now} />
                    {session.status === "live" && <LiveMark />}
                  </span>
                ),
              },
              {
                name: "User",
                render: ({ session }) => (
                  <span className={classes["more"]}>
                    <Person row={session} />
                    <Level row={session} />
                  </span>
                ),
              },
              { name: "Country", render: ({ session }) => <Place row={session} /> },
              { name: "Browser", render: ({ session }) => <Browser row={session} /> },
              { name: "Device", render: ({ session }) => <Device device={session.device} /> },
              { name: "Duration", number: true, render: ({ session }) => durationText(session.durationMs) },
            ]}
          />
        </section>
      )}
      {list.hasNextPage && (
        <div className={classes["end"]}>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {list.isFetchNextPageError ? "That did not work. Try again" : "Load more"}
          </Button>
        </div>
      )}
    </main>
  );
}
