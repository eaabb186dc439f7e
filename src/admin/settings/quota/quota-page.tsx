import { Progress, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Usage } from "../../../protocol/settings.schema.ts";
import { api } from "../../api.ts";
import { dateText } from "../../format/time.ts";
import { ErrorNote } from "../../shell/error-note.tsx";
import { useNow } from "../../shell/use-now.ts";
import { Card, Warning } from "../card.tsx";
import { DayBars, DayTable } from "../day-bars.tsx";
import { PageHead } from "../page-head.tsx";
import { SettingsSkeleton } from "../settings-skeleton.tsx";
import classes from "../settings.module.css";
import { daySeries } from "../words/day-series.ts";
import { forecastText, quotaStanding } from "../words/quota-words.ts";
import { ChangeQuota } from "./change-quota.tsx";

const COLOURS = { fine: "ink", near: "orange", full: "red" } as const;
const MINUTE_MS = 60_000;

function Period({ usage }: { usage: Usage }) {
  const { count, limit, start, end } = usage;
  const { state, percent, text } = quotaStanding(usage);
  return (
    <Card title="This period" hint={`${dateText(start)} to ${dateText(end)}`}>
      <p className={classes["big"]}>
        <strong className="number">{count.toLocaleString("en")}</strong> of {limit.toLocaleString("en")} sessions
        <span className="faint"> · {percent} %</span>
      </p>
      <Progress
        value={percent}
        color={COLOURS[state]}
        size="lg"
        radius="sm"
        aria-label={`${percent} % of the quota used`}
      />
      {state === "fine" ? <p className={classes["note"]}>{text}</p> : <Warning>{text}</Warning>}
      <p className={classes["note"]}>{forecastText(usage)}</p>
    </Card>
  );
}

function ByDay({ usage }: { usage: Usage }) {
  const now = useNow(MINUTE_MS);
  const [length, setLength] = useState("30");
  const counts = usage.days.map(({ day, sessions }) => ({ day, count: sessions }));
  const days = daySeries(counts, now, Number(length));
  return (
    <Card title="By day" hint="Sessions that were let in. Days are counted in UTC.">
      <SegmentedControl
        size="xs"
        mb="sm"
        aria-label="How many days are shown"
        value={length}
        onChange={setLength}
        data={[
          { value: "30", label: "30 days" },
          { value: "90", label: "90 days" },
        ]}
      />
      <DayBars days={days} title="Sessions" />
      <DayTable days={days} title="Sessions" />
    </Card>
  );
}

function History({ history }: Pick<Usage, "history">) {
  return (
    <Card title="Earlier periods">
      {history.length === 0 ? (
        <p className={classes["note"]}>There is none yet.</p>
      ) : (
        <table className={classes["numbers"]}>
          <thead>
            <tr>
              <th scope="col">Period</th>
              <th scope="col">Sessions</th>
              <th scope="col">Quota</th>
            </tr>
          </thead>
          <tbody>
            {history.map(({ start, end, count, limit }) => (
              <tr key={`${start}-${end}`}>
                <th scope="row">
                  {dateText(start)} – {dateText(end)}
                </th>
                <td>{count.toLocaleString("en")}</td>
                <td>{limit.toLocaleString("en")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

export function QuotaPage() {
  const usage = useQuery({ queryKey: ["settings-usage"], queryFn: ({ signal }) => api.usage(signal) });
  return (
    <>
      <PageHead title="Quota">
        How many sessions may be recorded in a month, counted from the day the quota was set. Only sessions that can be
        replayed are counted; when the quota is used up, new visits are not recorded.
      </PageHead>
      {usage.isPending && <SettingsSkeleton />}
      {usage.isError && !usage.data && (
        <ErrorNote title="The usage can't be loaded" error={usage.error} retry={() => void usage.refetch()} />
      )}
      {usage.data && (
        <>
          <Period usage={usage.data} />
          <ByDay usage={usage.data} />
          <ChangeQuota usage={usage.data} />
          <History history={usage.data.history} />
        </>
      )}
    </>
  );
}
