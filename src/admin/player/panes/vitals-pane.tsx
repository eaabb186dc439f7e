import { IconGauge, IconHourglass } from "@tabler/icons-react";
import { useMemo } from "react";
import { clockText } from "../../format/time.ts";
import type { Playback } from "../playback.ts";
import { VITALS, vitalText } from "../signal-lines.ts";
import { useStore } from "../store.ts";
import { PaneList } from "./pane-list.tsx";
import { PaneTools } from "./pane-tools.tsx";
import classes from "./panes.module.css";
import { useFilter, type Filtering } from "./use-filter.ts";
import { useEmptyWords, useSignals, type SignalOf } from "./use-signals.ts";
import { RATINGS, ratingOf, VITAL_BOUNDS, worstVitals } from "./vital-ratings.ts";
import { msText } from "./waterfall.ts";

type Row = SignalOf<"vital"> | SignalOf<"task">;

const KINDS = ["vital", "task"] as const;

function sortOf(row: Row): string {
  return row.kind === "task" ? "task" : ratingOf(row.name, row.value);
}
const FILTERING: Filtering<Row> = {
  sortOf,
  labels: { ...RATINGS, task: "Long tasks" },
  textOf: (row) => (row.kind === "task" ? `long task ${row.by}` : `${row.name} ${VITALS[row.name] ?? ""}`),
};

function words(row: Row): [string, string] {
  if (row.kind === "task") return [`Long task: ${msText(row.ms)}`, row.by ? `by ${row.by}` : "the page did not answer"];
  return [`${row.name} ${vitalText(row.name, row.value)}`, VITALS[row.name] ?? ""];
}

/** The worst of each vital, with what is good. */
function Summary({ vitals }: { vitals: readonly SignalOf<"vital">[] }) {
  const worst = worstVitals(vitals);
  if (worst.length === 0) return null;
  return (
    <ul className={classes["vitals"]} aria-label="Worst of the visit">
      {worst.map(({ name, value }) => {
        const rating = ratingOf(name, value);
        return (
          <li
            key={name}
            data-rating={rating}
            title={`${VITALS[name]}; good up to ${vitalText(name, VITAL_BOUNDS[name]![0])}`}
          >
            <span>{name}</span>
            <strong className="number">{vitalText(name, value)}</strong>
            <span className={classes["rating"]}>{RATINGS[rating]}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** Web vitals with what is good and what is not, and tasks that kept the page from answering. */
export function VitalsPane({ playback }: { playback: Playback }) {
  const rows = useSignals(playback, KINDS);
  const pages = useStore(playback.store, ({ manifest }) => manifest?.pages);
  const titles = useMemo(() => new Map((pages ?? []).map(({ page, title }) => [page, title])), [pages]);
  const vitals = useMemo(() => rows.filter((row): row is SignalOf<"vital"> => row.kind === "vital"), [rows]);
  const { shown, tools } = useFilter<Row>(rows, FILTERING);
  const empty = useEmptyWords(
    playback,
    rows.length > 0,
    "Nothing was measured: vitals come when a page is left or hidden.",
    "No measurement matches. Use fewer words, or list more kinds.",
  );
  return (
    <div className={classes["pane"]}>
      <PaneTools what="measurements" {...tools} />
      <Summary vitals={vitals} />
      <PaneList
        playback={playback}
        rows={shown}
        label="Measurements"
        empty={empty}
        tone={(row) => `vital-${sortOf(row)}`}
        render={(row) => {
          const [text, detail] = words(row);
          const Icon = row.kind === "task" ? IconHourglass : IconGauge;
          const title = titles.get(row.page);
          return (
            <>
              <Icon size={16} stroke={1.6} aria-hidden />
              <span className={classes["words"]}>
                <span className="cut">
                  {text}
                  {row.kind === "vital" && (
                    <span className={classes["rating"]}> {RATINGS[ratingOf(row.name, row.value)]}</span>
                  )}
                </span>
                <span className="faint cut">{[detail, title].filter(Boolean).join(" · ")}</span>
              </span>
              <span className={classes["at"]}>{clockText(row.at)}</span>
            </>
          );
        }}
      />
    </div>
  );
}
