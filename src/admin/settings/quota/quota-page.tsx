import { Progress, SegmentedControl } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { Usage } from "../../../protocol/settings.schema.ts";
import { absoluteText, dateText } from "../../format/time.ts";
import { ErrorNote } from "../../shell/error-note.tsx";
import { useNow } from "../../shell/use-now.ts";
import { Card, Warning } from "../card.tsx";
import { DayBars, DayTable } from "../day-bars.tsx";
import { PageHead } from "../page-head.tsx";
import { SettingsSkeleton } from "../settings-skeleton.tsx";
import classes from "../settings.module.css";
import { WithSettings } from "../with-settings.tsx";
import { daySeries } from "../words/day-series.ts";
import { byteStanding, forecastText, quotaStanding, warningText, type QuotaStanding } from "../words/quota-words.ts";
import { budgetText, sizeText } from "../words/size-words.ts";
import { ChangeQuota } from "./change-quota.tsx";
import { RetentionCard } from "./retention-card.tsx";
import { useUsage } from "./use-usage.ts";

const COLOURS = { fine: "ink", near: "orange", full: "red" } as const;
const MINUTE_MS = 60_000;

function Meter({ standing, name, children }: { standing: QuotaStanding; name: string; children: ReactNode }) {
  const { state, percent, text } = standing;
  return (
    <div className={classes["meter"]}>
      <p className={classes["big"]}>
        {children}
        <span className="faint"> · {percent} %</span>
      </p>
      <Progress
        value={percent}
        color={COLOURS[state]}
        size="lg"
        radius="sm"
        aria-label={`${percent} % of the ${name} used`}
      />
      {state === "fine" ? <p className={classes["note"]}>{text}</p> : <Warning>{text}</Warning>}
    </div>
  );
}

function Bytes({ usage }: { usage: Usage }) {
  const standing = byteStanding(usage);
  const used = <strong className="number">{sizeText(usage.bytes)}</strong>;
  return standing ? (
    <Meter standing={standing} name="byte budget">
      {used} of {budgetText(usage.byteLimit)}
    </Meter>
  ) : (
    <div className={classes["meter"]}>
      <p className={classes["big"]}>{used} recorded</p>
      <p className={classes["note"]}>There is no byte budget: only sessions are bounded.</p>
    </div>
  );
}

function Period({ usage }: { usage: Usage }) {
  const { count, limit, start, end, warnings } = usage;
  return (
    <Card title="This period" hint={`${dateText(start)} to ${dateText(end)}`}>
      <div className={classes["meters"]}>
        <Meter standing={quotaStanding(usage)} name="quota">
          <strong className="number">{count.toLocaleString("en")}</strong> of {limit.toLocaleString("en")} sessions
        </Meter>
        <Bytes usage={usage} />
      </div>
      <p className={classes["note"]}>{forecastText(usage)}</p>
      {warnings.length > 0 && (
        <ul className={classes["reached"]} aria-label="Reached in this period">
          {warnings.map((warning) => (
            <li key={`${warning.of} ${warning.percent}`}>
              {warningText(warning)} {warning.of === "sessions" ? "were" : "was"} reached{" "}
              <span className="faint">{absoluteText(warning.at)}</span>
            </li>
          ))}
        </ul>
      )}
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
  const usage = useUsage();
  return (
    <>
      <PageHead title="Quota and retention">
        How much may be recorded in a month, counted from the day the quota was set, and how long it is kept. Only
        sessions that can be replayed are counted; when the quota or the byte budget is used up, new visits are not
        recorded.
      </PageHead>
      {usage.isPending && <SettingsSkeleton />}
      {usage.isError && !usage.data && (
        <ErrorNote title="The usage can't be loaded" error={usage.error} retry={() => void usage.refetch()} />
      )}
      {usage.data && (
        <>
          <Period usage={usage.data} />
          <ByDay usage={usage.data} />
          {/* With the bounds in force, also when somebody else has changed them meanwhile. */}
          <ChangeQuota key={`${usage.data.limit} ${usage.data.byteLimit}`} usage={usage.data} />
          <History history={usage.data.history} />
        </>
      )}
      <WithSettings>{(settings) => <RetentionCard settings={settings} />}</WithSettings>
    </>
  );
}
