import { Button, VisuallyHidden } from "@mantine/core";
import { IconArrowBarToDown, IconLink } from "@tabler/icons-react";
import { useEffect, useState, type ReactNode } from "react";
import { copyLinkTo } from "../copy-link.ts";
import type { Playback } from "../playback.ts";
import { useStore } from "../store.ts";
import classes from "./panes.module.css";
import { useRows } from "../use-rows.ts";
import { rowAt } from "./row-at.ts";

/** While the moment played is read this often, rows follow it closely enough. Milliseconds. */
const FOLLOW_GRAIN_MS = 50;

export interface PaneRow {
  /** Milliseconds since the session began. */
  at: number;
}

interface PaneListProps<Row extends PaneRow> {
  playback: Playback;
  /** In order of time. */
  rows: readonly Row[];
  label: string;
  /** What there is to say when there is no row. */
  empty: string;
  /** The inside of a row. */
  render: (row: Row) => ReactNode;
  /** What those who hear a row are told before its text: the kind that others see as a picture. */
  kind?: (row: Row) => string;
  /** What sort it is: its colour. */
  tone?: (row: Row) => string;
  /** A row was chosen; the moment has been jumped to. */
  choose?: (row: Row) => void;
  chosen?: Row | null;
  /** It fills the page: there is no player that the keyboard belongs to. */
  alone?: boolean;
}

/**
 * Rows in order of time, of which only those in view exist. It follows the moment played until somebody scrolls; a row jumps to its moment;
 * the list is one stop of the Tab key, arrow keys go from row to row.
 */
export function PaneList<Row extends PaneRow>(props: PaneListProps<Row>) {
  const { playback, rows, label, empty, render, kind, tone, choose, chosen = null, alone = false } = props;
  const [following, setFollowing] = useState(true);
  const current = useStore(playback.store, ({ clock }) =>
    rowAt(rows, Math.floor(clock.time / FOLLOW_GRAIN_MS + 1) * FOLLOW_GRAIN_MS - 1),
  );
  const { box, virtual, press, stop, stopAt } = useRows(rows.length, current, () => setFollowing(false));

  useEffect(() => {
    if (following && current >= 0) virtual.scrollToIndex(current, { align: "center" });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the list that scrolls is always the same
  }, [current, following, rows]);

  return (
    <div className={classes["listBox"]}>
      <div
        className={classes["list"]}
        ref={box}
        onWheel={() => setFollowing(false)}
        onTouchMove={() => setFollowing(false)}
        onKeyDown={press}
        tabIndex={-1}
      >
        {rows.length === 0 && <p className={classes["none"]}>{empty}</p>}
        <ol style={{ height: virtual.getTotalSize() }} aria-label={label}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const each = rows[index]!;
            return (
              <li
                key={index}
                style={{ transform: `translateY(${start}px)` }}
                aria-setsize={rows.length}
                aria-posinset={index + 1}
              >
                <button
                  type="button"
                  className={classes["row"]}
                  data-row={index}
                  data-tone={tone?.(each)}
                  data-current={index === current ? "" : undefined}
                  data-chosen={each === chosen ? "" : undefined}
                  data-later={index > current ? "" : undefined}
                  tabIndex={index === stop ? 0 : -1}
                  aria-current={index === current ? "true" : undefined}
                  onClick={(event) => {
                    // After a click with the mouse the keyboard belongs to the player again; without a picture there is none.
                    if (event.detail > 0 && !alone) event.currentTarget.blur();
                    stopAt(index);
                    setFollowing(true);
                    playback.seek(each.at);
                    choose?.(each);
                  }}
                >
                  {kind && <VisuallyHidden>{kind(each)}</VisuallyHidden>}
                  {render(each)}
                </button>
                {/* For the hand only: the keyboard has C for the moment that a row jumps to. */}
                <button
                  type="button"
                  className={classes["rowLink"]}
                  tabIndex={-1}
                  aria-label="Copy a link to this moment"
                  title="Copy a link to this moment"
                  onClick={() => void copyLinkTo(each.at, true)}
                >
                  <IconLink size={14} stroke={1.8} />
                </button>
              </li>
            );
          })}
        </ol>
      </div>
      {!following && current >= 0 && (
        <Button
          className={classes["follow"] ?? ""}
          size="compact-xs"
          radius="xl"
          leftSection={<IconArrowBarToDown size={13} />}
          onClick={() => {
            stopAt(null);
            setFollowing(true);
          }}
        >
          To the moment played
        </Button>
      )}
    </div>
  );
}
