import { TextInput } from "@mantine/core";
import {
  IconAlertTriangle,
  IconBolt,
  IconBrowser,
  IconCursorText,
  IconFileText,
  IconPointer,
  IconRoute,
  IconSearch,
  IconUser,
  type Icon,
} from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { pathOf } from "../format/address.ts";
import { clockText } from "../format/time.ts";
import classes from "./panel.module.css";
import type { Playback } from "./playback.ts";
import { useStore } from "./store.ts";
import type { ItemKind, TimelineItem } from "./timeline.ts";

const KINDS: Record<ItemKind, { icon: Icon; name: string }> = {
  page: { icon: IconFileText, name: "Page" },
  navigation: { icon: IconRoute, name: "Navigation" },
  click: { icon: IconPointer, name: "Click" },
  input: { icon: IconCursorText, name: "Input" },
  custom: { icon: IconBolt, name: "Event" },
  identify: { icon: IconUser, name: "Identified" },
  tab: { icon: IconBrowser, name: "Tab" },
  gap: { icon: IconAlertTriangle, name: "Gap" },
};

/** Pixels; rows are all alike, so that only those in view need to exist. */
const ROW_HEIGHT = 46;
const OVERSCAN = 8;
/** Somebody who has just scrolled is reading: the list does not follow the time for so long. */
const HANDS_OFF_MS = 4_000;

function detailOf({ kind, detail }: TimelineItem): string {
  if (kind === "page" || kind === "navigation") return pathOf(detail);
  if (kind === "click" || kind === "input") return detail ? `${KINDS[kind].name} · ${detail}` : KINDS[kind].name;
  return detail;
}

function matches(item: TimelineItem, words: readonly string[]): boolean {
  const text = `${KINDS[item.kind].name} ${item.text} ${item.detail}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Which rows of the scrolled element are in view. */
function useWindow(count: number) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const read = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, []);
  const first = Math.max(0, Math.floor(view.top / ROW_HEIGHT) - OVERSCAN);
  const last = Math.min(count, Math.ceil((view.top + view.height) / ROW_HEIGHT) + OVERSCAN);
  return { box, first, last };
}

export function EventList({ playback }: { playback: Playback }) {
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
    <div className={classes["events"]}>
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
      <div className={classes["list"]} ref={box} onWheel={hold} onPointerDown={hold} tabIndex={-1}>
        {shown.length === 0 && (
          <p className={classes["none"]}>
            {items.length === 0
              ? complete
                ? "Nothing happened that could be listed."
                : "Loading…"
              : "No event matches."}
          </p>
        )}
        <ol style={{ height: shown.length * ROW_HEIGHT }}>
          {shown.slice(first, last).map((item, offset) => {
            const index = first + offset;
            const { icon: Icon, name } = KINDS[item.kind];
            const at = item.timestamp - startedAt;
            return (
              <li key={index} style={{ transform: `translateY(${index * ROW_HEIGHT}px)` }}>
                <button
                  type="button"
                  className={classes["item"]}
                  data-kind={item.kind}
                  data-current={index === current ? "" : undefined}
                  aria-label={`${name} at ${clockText(at)}: ${item.text}`}
                  onClick={(event) => {
                    if (event.detail > 0) event.currentTarget.blur();
                    playback.seek(at);
                  }}
                >
                  <Icon size={16} stroke={1.6} aria-hidden />
                  <span className={classes["words"]}>
                    <span className="cut">{item.text}</span>
                    <span className="faint cut">{detailOf(item)}</span>
                  </span>
                  <span className={classes["at"]}>{clockText(at)}</span>
                </button>
              </li>
            );
          })}
        </ol>
      </div>
    </div>
  );
}
