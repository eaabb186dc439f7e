import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { clockText } from "../format/time.ts";
import { detailOf, KINDS, matches } from "./event-kinds.ts";
import classes from "./panel.module.css";
import type { Playback } from "./playback.ts";
import { useStore } from "./store.ts";
import type { TimelineItem } from "./timeline.ts";
import { ROW_HEIGHT, useRowKeys, useWindow } from "./use-rows.ts";

/** Somebody who has just scrolled is reading: the list does not follow the time for so long. */
const HANDS_OFF_MS = 4_000;

interface RowProps {
  item: TimelineItem;
  row: number;
  /** Session time, milliseconds. */
  at: number;
  current: boolean;
  wide: boolean;
  tabIndex: 0 | -1;
  seek: (at: number) => void;
}

function Row({ item, row, at, current, wide, tabIndex, seek }: RowProps) {
  const { icon: Icon, name } = KINDS[item.kind];
  const detail = detailOf(item, wide);
  return (
    <button
      type="button"
      className={classes["item"]}
      data-kind={item.kind}
      data-row={row}
      data-current={current ? "" : undefined}
      tabIndex={tabIndex}
      aria-label={`${name} at ${clockText(at)}: ${item.text}${detail && wide ? `, ${detail}` : ""}`}
      aria-current={current ? "true" : undefined}
      onClick={(event) => {
        // After a click with the mouse the keyboard belongs to the player again; without a picture there is none.
        if (event.detail > 0 && !wide) event.currentTarget.blur();
        seek(at);
      }}
    >
      <Icon size={16} stroke={1.6} aria-hidden />
      {wide && <span className={classes["kind"]}>{name}</span>}
      <span className={classes["words"]}>
        <span className="cut" title={wide ? item.text : undefined}>
          {item.text}
        </span>
        <span className="faint cut" title={wide ? detail : undefined}>
          {detail}
        </span>
      </span>
      <span className={classes["at"]}>{clockText(at)}</span>
    </button>
  );
}

/** What happened, in order. `wide`: it fills the page, in columns, and is gone through with the arrow keys. */
export function EventList({ playback, wide = false }: { playback: Playback; wide?: boolean }) {
  const [filter, setFilter] = useState("");
  const items = useStore(playback.store, ({ overview }) => overview.items);
  const startedAt = useStore(playback.store, ({ manifest }) => manifest?.session.startedAt ?? 0);
  const complete = useStore(playback.store, (state) => state.complete);
  const shown = useMemo(() => {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    return words.length === 0 ? items : items.filter((item) => matches(item, words));
  }, [items, filter]);
  const current = useStore(playback.store, ({ clock }) => {
    const now = startedAt + clock.time;
    let low = 0;
    let high = shown.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (shown[middle]!.timestamp <= now) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  });
  const { box, first, last } = useWindow(shown.length);
  const { press, stop } = useRowKeys({ box, count: shown.length, first, last, current });
  const handsOff = useRef(0);

  useEffect(() => {
    const element = box.current;
    if (!element || current < 0 || Date.now() < handsOff.current) return;
    const top = current * ROW_HEIGHT;
    if (top < element.scrollTop || top > element.scrollTop + element.clientHeight - 2 * ROW_HEIGHT)
      element.scrollTo({ top: Math.max(0, top - element.clientHeight / 3) });
  }, [current, box]);

  const hold = () => {
    handsOff.current = Date.now() + HANDS_OFF_MS;
  };
  return (
    <div className={classes["events"]} data-wide={wide || undefined}>
      <TextInput
        size="xs"
        placeholder="Filter events"
        aria-label="Filter events"
        leftSection={<IconSearch size={14} aria-hidden />}
        rightSection={<span className={classes["count"]}>{shown.length}</span>}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
        m="xs"
      />
      <div
        className={classes["list"]}
        ref={box}
        onWheel={hold}
        onPointerDown={hold}
        onKeyDown={wide ? press : undefined}
        tabIndex={-1}
      >
        {shown.length === 0 && (
          <p className={classes["none"]}>
            {items.length === 0
              ? complete
                ? "Nothing happened that could be listed."
                : "Loading…"
              : "No event matches."}
          </p>
        )}
        <ol style={{ height: shown.length * ROW_HEIGHT }} aria-label="Events">
          {shown.slice(first, last).map((item, offset) => {
            const row = first + offset;
            return (
              <li
                key={row}
                style={{ transform: `translateY(${row * ROW_HEIGHT}px)` }}
                aria-setsize={shown.length}
                aria-posinset={row + 1}
              >
                <Row
                  item={item}
                  row={row}
                  at={item.timestamp - startedAt}
                  current={row === current}
                  wide={wide}
                  tabIndex={wide && row !== stop ? -1 : 0}
                  seek={playback.seek}
                />
              </li>
            );
          })}
        </ol>
      </div>
    </div>
  );
}
