import { Skeleton } from "@mantine/core";
import { Link, useRouter } from "@tanstack/react-router";
import { memo, type MouseEvent, type ReactNode } from "react";
import type { SessionRow } from "../../protocol/api.schema.ts";
import { durationText } from "../format/time.ts";
import { useStore } from "../player/store.ts";
import { COLUMNS, columns, type ColumnKey } from "./columns.ts";
import {
  Browser,
  Device,
  Entry,
  Level,
  LiveMark,
  Person,
  Pinned,
  Place,
  Redactions,
  Signals,
  Started,
} from "./session-cells.tsx";
import classes from "./sessions.module.css";
import type { Selection } from "./use-selection.ts";

/** Class of a column's cells; some names are taken by what is in them. */
function cellClass(key: ColumnKey): string | undefined {
  return classes[key === "place" ? "placeCell" : key === "device" ? "deviceCell" : key];
}

function nameOf(key: ColumnKey): string {
  return COLUMNS.find((column) => column.key === key)!.name;
}

function label(row: SessionRow): string {
  const who = row.user ?? `visitor ${row.visitor.slice(-6)}`;
  return row.level === "playback" ? `Play the session of ${who}` : `Open the events of ${who}`;
}

/** Cells that only show something. */
const CELLS: Partial<Record<ColumnKey, (row: SessionRow) => ReactNode>> = {
  entry: (row) => <Entry row={row} />,
  signals: (row) => <Signals row={row} />,
  place: (row) => <Place row={row} />,
  city: (row) => <span className="cut">{row.city ?? ""}</span>,
  browser: (row) => <Browser row={row} />,
  device: (row) => <Device device={row.device} />,
  environment: (row) => <span className="cut">{row.environment}</span>,
  pages: (row) => row.pages,
  clicks: (row) => row.clicks,
  inputs: (row) => row.inputs,
  duration: (row) => durationText(row.durationMs),
};

interface RowProps {
  row: SessionRow;
  /** The search that it was found by, for the way to its neighbours. */
  q: string;
  shown: readonly ColumnKey[];
  /** Changes when the relative times do, so that other rows need not be drawn again. */
  minute: number;
  ticked: boolean;
  /** Absent where nothing can be done with ticked ones. */
  toggle: ((id: string) => void) | undefined;
}

/** One session. */
const Row = memo(function Row({ row, q, shown, minute, ticked, toggle }: RowProps) {
  return (
    <tr className={classes["row"]} data-seen={row.seen ?? undefined}>
      <td className={classes["started"]}>
        <Link
          to="/sessions/$id"
          params={{ id: row.id }}
          search={q === "" ? {} : { q }}
          className={classes["cover"]}
          aria-label={row.seen === false ? `${label(row)}, not seen yet` : label(row)}
          data-session={row.id}
        />
        {toggle && (
          <input
            type="checkbox"
            className={classes["tick"]}
            aria-label={`Select: ${label(row)}`}
            checked={ticked}
            onChange={() => toggle(row.id)}
          />
        )}
        {row.seen === false && <span className={classes["unseen"]} title="You have not seen it yet" />}
        <Started row={row} now={minute} />
        {row.status === "live" && <LiveMark />}
      </td>
      <td className={classes["person"]}>
        <span className={classes["who"]}>
          <Person row={row} />
          <Level row={row} />
          <Redactions row={row} />
          <Pinned row={row} />
        </span>
      </td>
      {shown.map((key) => {
        const cell = CELLS[key];
        return (
          cell && (
            <td key={key} className={cellClass(key)} data-label={nameOf(key).toLowerCase()}>
              {cell(row)}
            </td>
          )
        );
      })}
    </tr>
  );
});

function Head({ shown }: { shown: readonly ColumnKey[] }) {
  return (
    <thead>
      <tr>
        {shown.map((key) => (
          <th key={key} scope="col" className={cellClass(key)}>
            {nameOf(key)}
          </th>
        ))}
      </tr>
    </thead>
  );
}

const MIDDLE_BUTTON = 1;

export function SessionTable({
  rows,
  q,
  minute,
  selection,
}: {
  rows: readonly SessionRow[];
  q: string;
  minute: number;
  selection: Selection | null;
}) {
  const router = useRouter();
  const shown = useStore(columns, ({ shown: keys }) => keys);

  /** Cells with a hint of their own lie over the row's link; a click on them does what the link does. */
  function open(event: MouseEvent<HTMLElement>): void {
    const target = event.target as HTMLElement;
    const href = target.closest("tr")?.querySelector("a")?.href;
    if (!href || target.closest("a, input") || event.button > MIDDLE_BUTTON || getSelection()?.isCollapsed === false)
      return;
    if (event.button === MIDDLE_BUTTON || event.ctrlKey || event.metaKey || event.shiftKey)
      window.open(href, "_blank", "noopener");
    else router.history.push(new URL(href).pathname + new URL(href).search);
  }

  return (
    <table className={classes["table"]}>
      <Head shown={shown} />
      <tbody onClick={open} onAuxClick={open}>
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            q={q}
            shown={shown}
            minute={minute}
            ticked={selection?.has(row.id) ?? false}
            toggle={selection?.toggle}
          />
        ))}
      </tbody>
    </table>
  );
}

/** What the table will look like. */
export function SessionTableSkeleton({ rows = 12 }: { rows?: number }) {
  const shown = useStore(columns, ({ shown: keys }) => keys);
  return (
    <table className={classes["table"]} aria-busy="true" aria-label="Loading sessions">
      <Head shown={shown} />
      <tbody>
        {Array.from({ length: rows }, (_, index) => (
          <tr key={index} className={classes["row"]} data-skeleton>
            {shown.map((key) => (
              <td key={key} className={cellClass(key)}>
                <Skeleton height={10} width={key === "entry" ? `${50 + ((index * 37) % 40)}%` : "70%"} my={4} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
