import { Skeleton } from "@mantine/core";
import { Link, useRouter } from "@tanstack/react-router";
import { memo, type MouseEvent } from "react";
import type { SessionRow } from "../../protocol/api.schema.ts";
import { durationText } from "../format/time.ts";
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
  Started,
} from "./session-cells.tsx";
import classes from "./sessions.module.css";
import type { Selection } from "./use-selection.ts";

const COLUMNS = [
  ["started", "Started"],
  ["person", "User"],
  ["entry", "Entry page"],
  ["place", "Country"],
  ["browser", "Browser"],
  ["device", "Device"],
  ["pages", "Pages"],
  ["clicks", "Clicks"],
  ["duration", "Duration"],
] as const;

function label(row: SessionRow): string {
  const who = row.user ?? `visitor ${row.visitor.slice(-6)}`;
  return row.level === "playback" ? `Play the session of ${who}` : `Open the events of ${who}`;
}

/** One session. `minute` changes when the relative times do, so that other rows need not be drawn again. */
const Row = memo(function Row({
  row,
  minute,
  ticked,
  toggle,
}: {
  row: SessionRow;
  minute: number;
  ticked: boolean;
  /** Absent where nothing can be done with ticked ones. */
  toggle: ((id: string) => void) | undefined;
}) {
  return (
    <tr className={classes["row"]}>
      <td className={classes["started"]}>
        <Link to="/sessions/$id" params={{ id: row.id }} className={classes["cover"]} aria-label={label(row)} />
        {toggle && (
          <input
            type="checkbox"
            className={classes["tick"]}
            aria-label={`Select: ${label(row)}`}
            checked={ticked}
            onChange={() => toggle(row.id)}
          />
        )}
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
      <td className={classes["entry"]}>
        <Entry row={row} />
      </td>
      <td className={classes["placeCell"]}>
        <Place row={row} />
      </td>
      <td className={classes["browser"]}>
        <Browser row={row} />
      </td>
      <td className={classes["deviceCell"]}>
        <Device device={row.device} />
      </td>
      <td className={classes["pages"]} data-label="pages">
        {row.pages}
      </td>
      <td className={classes["clicks"]} data-label="clicks">
        {row.clicks}
      </td>
      <td className={classes["duration"]}>{durationText(row.durationMs)}</td>
    </tr>
  );
});

function Head() {
  return (
    <thead>
      <tr>
        {COLUMNS.map(([key, name]) => (
          <th
            key={key}
            scope="col"
            className={classes[key === "place" ? "placeCell" : key === "device" ? "deviceCell" : key]}
          >
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

const MIDDLE_BUTTON = 1;

export function SessionTable({
  rows,
  minute,
  selection,
}: {
  rows: readonly SessionRow[];
  minute: number;
  selection: Selection | null;
}) {
  const router = useRouter();

  /** Cells with a hint of their own lie over the row's link; a click on them does what the link does. */
  function open(event: MouseEvent<HTMLElement>): void {
    const target = event.target as HTMLElement;
    const href = target.closest("tr")?.querySelector("a")?.href;
    if (!href || target.closest("a, input") || event.button > MIDDLE_BUTTON || getSelection()?.isCollapsed === false)
      return;
    if (event.button === MIDDLE_BUTTON || event.ctrlKey || event.metaKey || event.shiftKey)
      window.open(href, "_blank", "noopener");
    else router.history.push(new URL(href).pathname);
  }

  return (
    <table className={classes["table"]}>
      <Head />
      <tbody onClick={open} onAuxClick={open}>
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
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
  return (
    <table className={classes["table"]} aria-busy="true" aria-label="Loading sessions">
      <Head />
      <tbody>
        {Array.from({ length: rows }, (_, index) => (
          <tr key={index} className={classes["row"]} data-skeleton>
            {COLUMNS.map(([key]) => (
              <td key={key} className={classes[key === "place" ? "placeCell" : key === "device" ? "deviceCell" : key]}>
                <Skeleton height={10} width={key === "entry" ? `${50 + ((index * 37) % 40)}%` : "70%"} my={4} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
