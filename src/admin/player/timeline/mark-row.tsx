import { memo, useMemo } from "react";
import { preferences } from "../preferences.ts";
import { useStore } from "../store.ts";
import { MARKS } from "./mark-kinds.ts";
import { marksOf, type Marked } from "./marks.ts";
import classes from "./timeline.module.css";
import type { View } from "./zoom.ts";

/** Marks are that wide; closer ones are one. CSS pixels. */
export const MARK_PX = 17;

/** A mark for everything worth jumping to; the keyboard gets there with `[` and `]`, and the pane of events lists the same. */
export const MarkRow = memo(function MarkRow({
  marked,
  view,
  width,
}: {
  marked: readonly Marked[];
  view: View;
  width: number;
}) {
  const hidden = useStore(preferences, (liked) => liked.hidden);
  const marks = useMemo(
    () => (view.to > 0 && width > 0 ? marksOf(marked, view, hidden, MARK_PX / width) : []),
    [marked, view, hidden, width],
  );
  return (
    <span className={classes["marks"]} aria-hidden="true">
      {marks.map(({ part, kind, marked: all }) => {
        const { icon: Icon } = MARKS[kind];
        return (
          <span
            key={`${all[0]!.at} ${kind}`}
            data-mark={kind}
            data-many={all.length > 1 ? "" : undefined}
            style={{ left: `${part * 100}%` }}
          >
            <Icon size={11} stroke={2} />
          </span>
        );
      })}
    </span>
  );
});
