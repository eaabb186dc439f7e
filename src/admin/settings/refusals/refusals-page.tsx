import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "../../api.ts";
import { ErrorNote } from "../../shell/error-note.tsx";
import { useNow } from "../../shell/use-now.ts";
import { DayBars } from "../day-bars.tsx";
import { PageHead } from "../page-head.tsx";
import { SettingsSkeleton } from "../settings-skeleton.tsx";
import classes from "../settings.module.css";
import { dayText } from "../words/day-series.ts";
import { reasonWords } from "../words/reasons.ts";
import { refusalSeries, type RefusalSeries } from "../words/refusal-series.ts";

const DAYS = 14;
const MINUTE_MS = 60_000;

function Reason({ series }: { series: RefusalSeries }) {
  const { text, help } = reasonWords(series.reason);
  return (
    <li className={classes["reason"]}>
      <span className={classes["reasonText"]}>
        <strong>{text}</strong>
        {help && <span className="faint">{help}</span>}
      </span>
      <DayBars days={series.days} title={text} small />
      <span className={classes["reasonCount"]}>
        <strong className="number">{series.total.toLocaleString("en")}</strong>
        <span className="faint">{series.total === 1 ? "visit" : "visits"}</span>
      </span>
    </li>
  );
}

function ByDayTable({ all }: { all: readonly RefusalSeries[] }) {
  const days = all[0]?.days.toReversed() ?? [];
  return (
    <details className={classes["details"]}>
      <summary>Show as a table</summary>
      {/* It can be wider than a phone; the keyboard must be able to scroll it. */}
      <div className={classes["scroll"]} tabIndex={0} role="region" aria-label="Visits not recorded, by reason and day">
        <table className={classes["numbers"]}>
          <thead>
            <tr>
              <th scope="col">Reason</th>
              {days.map(({ day }) => (
                <th key={day} scope="col">
                  {dayText(day)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {all.map(({ reason, days: counts }) => (
              <tr key={reason}>
                <th scope="row">{reasonWords(reason).text}</th>
                {counts.toReversed().map(({ day, count }) => (
                  <td key={day}>{count.toLocaleString("en")}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

export function RefusalsPage() {
  const now = useNow(MINUTE_MS);
  const refusals = useQuery({
    queryKey: ["settings-refusals"],
    queryFn: ({ signal }) => api.refusals(DAYS, signal),
  });
  const all = refusals.data ? refusalSeries(refusals.data, now, DAYS) : [];
  return (
    <>
      <PageHead title="Why was I not recorded?">
        Visits that asked to be recorded in the last {DAYS} days and were not, by reason. To see why one visit is not
        recorded, describe it in the{" "}
        <Anchor component={Link} to="/settings/test" inherit>
          decision tester
        </Anchor>
        .
      </PageHead>
      {refusals.isPending && <SettingsSkeleton />}
      {refusals.isError && !refusals.data && (
        <ErrorNote title="The counts can't be loaded" error={refusals.error} retry={() => void refusals.refetch()} />
      )}
      {refusals.data && all.length === 0 && (
        <p className={classes["empty"]}>
          No visit was refused in the last {DAYS} days. A visit that is missing all the same never asked: the snippet
          may be missing on the page, or something in the browser may block it.
        </p>
      )}
      {all.length > 0 && (
        <section className={classes["card"]} aria-label="Reasons">
          <ul className={classes["reasons"]}>
            {all.map((series) => (
              <Reason key={series.reason} series={series} />
            ))}
          </ul>
          <p className={classes["note"]}>Days are counted in UTC, oldest on the left.</p>
          <ByDayTable all={all} />
        </section>
      )}
    </>
  );
}
