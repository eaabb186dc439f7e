import { getRouteApi } from "@tanstack/react-router";
import { relativeText } from "../format/time.ts";
import { useNow } from "../shell/use-now.ts";
import { useTitle } from "../shell/use-title.ts";
import { Answer, Empty, LevelNote } from "./answer.tsx";
import { SessionCount } from "./behind-link.tsx";
import { DataTable } from "./data-table.tsx";
import { insightApi } from "./insight-api.ts";
import classes from "./insights.module.css";
import { useInsight } from "./use-insight.ts";
import { pageText, shareText } from "./words.ts";

const route = getRouteApi("/signed-in/insights/errors");
const MINUTE_MS = 60_000;

/** The script errors that most sessions had. */
export function ErrorsPage() {
  useTitle("Errors");
  const scope = route.useSearch();
  const now = useNow(MINUTE_MS);
  const asked = useInsight("errors", scope, (signal) => insightApi.errors(scope, signal));
  return (
    <section className={classes["card"]} aria-label="Errors">
      <Answer asked={asked} what="The errors">
        {({ looked, errors }) => (
          <>
            <LevelNote looked={looked} what="Script errors are" />
            {errors.rows.length === 0 && looked.levels.dxa + looked.levels.playback > 0 && (
              <Empty>No script error in these sessions.</Empty>
            )}
            {errors.rows.length > 0 && (
              <DataTable
                label="Errors"
                {...errors}
                keyOf={({ error }) => error}
                columns={[
                  { name: "Error", render: ({ error }) => <code className={classes["error"]}>{error}</code> },
                  {
                    name: "Sessions",
                    number: true,
                    render: ({ error, sessions }) => (
                      <>
                        <SessionCount scope={scope} pick={{ of: "error", error }} sessions={sessions} />{" "}
                        <span className="faint">{shareText(sessions, looked.sessions)}</span>
                      </>
                    ),
                  },
                  { name: "Times", number: true, render: ({ times }) => times.toLocaleString("en") },
                  {
                    name: "Mostly on",
                    render: ({ page, pages }) => (
                      <>
                        <span className={classes["text"]}>{pageText(page)}</span>
                        {pages > 1 && <span className="faint"> and {pages - 1} more</span>}
                      </>
                    ),
                  },
                  { name: "Last", number: true, render: ({ lastAt }) => relativeText(lastAt, now) },
                ]}
              />
            )}
          </>
        )}
      </Answer>
    </section>
  );
}
