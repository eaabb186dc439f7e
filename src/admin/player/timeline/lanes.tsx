import { UnstyledButton } from "@mantine/core";
import { memo, useMemo } from "react";
import { knownPages } from "../known-pages.ts";
import type { Playback } from "../playback.ts";
import { useStore } from "../store.ts";
import { lanesOf } from "./lane-rows.ts";
import classes from "./timeline.module.css";
import { placeOf, type View } from "./zoom.ts";

/** The tabs of the visit, when there are several: when each was open and looked at. Choosing one shows that tab only. */
export const Lanes = memo(function Lanes({ playback, view }: { playback: Playback; view: View }) {
  const pages = useStore(playback.store, ({ manifest }) => manifest?.pages);
  const startedAt = useStore(playback.store, ({ manifest }) => manifest?.session.startedAt ?? 0);
  const spans = useStore(playback.store, ({ overview }) => overview.looked);
  const chosen = useStore(playback.store, ({ lane }) => lane);
  const items = useStore(playback.store, ({ overview }) => overview.items);
  const end = useStore(playback.store, ({ clock }) => clock.duration);
  const lanes = useMemo(
    () => lanesOf(knownPages(pages ?? [], items, startedAt + end), spans, startedAt),
    [pages, items, end, spans, startedAt],
  );
  if (lanes.length < 2) return null;
  return (
    <div className={classes["lanes"]} role="group" aria-label="Tabs of the visit">
      {lanes.map(({ tab, number, title, open, active }) => (
        <UnstyledButton
          key={tab}
          className={classes["lane"]}
          aria-pressed={chosen === tab}
          aria-label={`Tab ${number}: ${title || "no title"}`}
          title={`Shows tab ${number} only${title ? `: ${title}` : ""}`}
          onClick={() => playback.follow(chosen === tab ? null : tab)}
        >
          <span className={classes["laneNumber"]}>{number}</span>
          {open.map((stretch) => {
            const place = placeOf(view, stretch);
            return place && <span key={stretch.from} className={classes["laneOpen"]} style={place} />;
          })}
          {active.map((stretch) => {
            const place = placeOf(view, stretch);
            return place && <span key={`a${stretch.from}`} className={classes["laneActive"]} style={place} />;
          })}
        </UnstyledButton>
      ))}
    </div>
  );
});
