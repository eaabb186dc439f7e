import classes from "./settings.module.css";
import { chartTop, dayText, type DayCount } from "./words/day-series.ts";

interface Props {
  days: readonly DayCount[];
  /** What is counted: `Sessions`. */
  title: string;
  /** Without scale and dates. */
  small?: boolean;
}

/** One bar a day. Screen readers get the table instead; see `DayTable`. */
export function DayBars({ days, title, small = false }: Props) {
  const top = chartTop(Math.max(...days.map(({ count }) => count)));
  const [first, last] = [days[0], days.at(-1)];
  return (
    <figure className={classes["bars"]} data-small={small || undefined}>
      {!small && (
        <figcaption className={classes["barsTop"]}>
          <span>{title} by day</span>
          <span className="number">{top.toLocaleString("en")}</span>
        </figcaption>
      )}
      <div className={classes["barsRow"]} aria-hidden="true">
        {days.map(({ day, count }) => (
          <span key={day} className={classes["barSlot"]} title={`${dayText(day)}: ${count.toLocaleString("en")}`}>
            <span
              className={classes["bar"]}
              style={{ height: `${(count / top) * 100}%` }}
              data-some={count > 0 || undefined}
            />
          </span>
        ))}
      </div>
      {!small && days.every(({ count }) => count === 0) && <p className={classes["note"]}>None in these days.</p>}
      {!small && first && last && (
        <div className={classes["barsDates"]} aria-hidden="true">
          <span>{dayText(first.day)}</span>
          <span>{dayText(last.day)}</span>
        </div>
      )}
    </figure>
  );
}

/** The numbers of a chart, for those who can't or don't want to read bars; the newest day first. */
export function DayTable({ days, title }: Pick<Props, "days" | "title">) {
  return (
    <details className={classes["details"]}>
      <summary>Show as a table</summary>
      <table className={classes["numbers"]}>
        <caption className={classes["hidden"]}>{title} by day (UTC)</caption>
        <thead>
          <tr>
            <th scope="col">Day (UTC)</th>
            <th scope="col">{title}</th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map(({ day, count }) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              <td>{count.toLocaleString("en")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
