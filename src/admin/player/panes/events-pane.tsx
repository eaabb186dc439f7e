import { useMemo } from "react";
import { clockText } from "../../format/time.ts";
import { detailOf, KINDS } from "../event-kinds.ts";
import type { Playback } from "../playback.ts";
import { useStore } from "../store.ts";
import type { TimelineItem } from "../timeline.ts";
import { PaneList } from "./pane-list.tsx";
import { PaneTools } from "./pane-tools.tsx";
import classes from "./panes.module.css";
import { useFilter, type Filtering } from "./use-filter.ts";
import { useEmptyWords } from "./use-signals.ts";

interface EventRow {
  at: number;
  item: TimelineItem;
}

const FILTERING: Filtering<EventRow> = {
  sortOf: ({ item }) => item.kind,
  labels: Object.fromEntries(Object.entries(KINDS).map(([kind, { name }]) => [kind, name])),
  textOf: ({ item }) => `${KINDS[item.kind].name} ${item.text} ${item.detail}`,
};

/** What happened, in order. `wide`: it fills the page, in columns. */
export function EventsPane({ playback, wide = false }: { playback: Playback; wide?: boolean }) {
  const items = useStore(playback.store, ({ overview }) => overview.items);
  const startedAt = useStore(playback.store, ({ manifest }) => manifest?.session.startedAt ?? 0);
  const rows = useMemo(
    () => items.map((item): EventRow => ({ at: Math.max(0, item.timestamp - startedAt), item })),
    [items, startedAt],
  );
  const { shown, tools } = useFilter(rows, FILTERING);
  const empty = useEmptyWords(
    playback,
    rows.length > 0,
    "Nothing happened that could be listed.",
    "No event matches. Use fewer words, or list more kinds.",
    false,
  );
  return (
    <div className={classes["pane"]} data-wide={wide || undefined}>
      <PaneTools what="events" {...tools} />
      <PaneList
        playback={playback}
        rows={shown}
        label="Events"
        empty={empty}
        alone={wide}
        tone={({ item: { kind, detail } }) => (kind === "console" && detail === "error" ? "error" : kind)}
        kind={({ item }) => (wide ? "" : KINDS[item.kind].name)}
        render={({ at, item }) => {
          const { icon: Icon, name } = KINDS[item.kind];
          const detail = detailOf(item, wide);
          return (
            <>
              <Icon size={16} stroke={1.6} aria-hidden />
              {wide && <span className={classes["kind"]}>{name}</span>}
              <span className={classes["words"]}>
                <span className="cut" title={item.text}>
                  {item.text}
                </span>
                <span className="faint cut" title={detail}>
                  {detail}
                </span>
              </span>
              <span className={classes["at"]}>{clockText(at)}</span>
            </>
          );
        }}
      />
    </div>
  );
}
