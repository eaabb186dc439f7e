import { Anchor } from "@mantine/core";
import { Link, getRouteApi } from "@tanstack/react-router";
import { useTitle } from "../shell/use-title.ts";
import { Answer, Empty } from "./answer.tsx";
import { SessionCount } from "./behind-link.tsx";
import { DataTable } from "./data-table.tsx";
import { insightApi } from "./insight-api.ts";
import classes from "./insights.module.css";
import { useInsight } from "./use-insight.ts";
import { pageText, shareText, waitText } from "./words.ts";

const route = getRouteApi("/signed-in/insights/pages");

/** The pages that most sessions were on. */
export function PagesPage() {
  useTitle("Pages");
  const scope = route.useSearch();
  const asked = useInsight("pages", scope, (signal) => insightApi.pages(scope, signal));
  return (
    <section className={classes["card"]} aria-label="Pages">
      <Answer asked={asked} what="The pages">
        {({ looked, pages }) =>
          pages.rows.length === 0 ? (
            <Empty>These sessions have no page: they were stored before pages were counted, or have just begun.</Empty>
          ) : (
            <DataTable
              label="Pages"
              {...pages}
              keyOf={({ page }) => page}
              columns={[
                { name: "Page", render: ({ page }) => <span className={classes["text"]}>{pageText(page)}</span> },
                {
                  name: "Sessions",
                  number: true,
                  render: ({ page, sessions }) => (
                    <>
                      <SessionCount scope={scope} pick={{ of: "page", page, what: "visited" }} sessions={sessions} />{" "}
                      <span className="faint">{shareText(sessions, looked.sessions)}</span>
                    </>
                  ),
                },
                { name: "Visits", number: true, render: ({ times }) => times.toLocaleString("en") },
                {
                  name: "Began here",
                  number: true,
                  render: ({ page, entries }) => (
                    <SessionCount scope={scope} pick={{ of: "page", page, what: "entered" }} sessions={entries} />
                  ),
                },
                {
                  name: "Ended here",
                  number: true,
                  render: ({ page, exits }) => (
                    <SessionCount scope={scope} pick={{ of: "page", page, what: "left" }} sessions={exits} />
                  ),
                },
                {
                  name: "Time",
                  hint: "Middle of the time until the next page; the last page of a session has none",
                  number: true,
                  render: ({ medianMs }) => waitText(medianMs),
                },
                {
                  name: "More",
                  render: ({ page }) => (
                    <span className={classes["more"]}>
                      <Anchor component={Link} to="/insights/heatmap" search={{ ...scope, page } as never} fz="xs">
                        Heatmap
                      </Anchor>
                      <Anchor component={Link} to="/insights/paths" search={{ ...scope, page } as never} fz="xs">
                        Paths
                      </Anchor>
                    </span>
                  ),
                },
              ]}
            />
          )
        }
      </Answer>
    </section>
  );
}
