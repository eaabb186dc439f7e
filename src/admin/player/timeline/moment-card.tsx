import { IconAlertTriangle, IconZzz } from "@tabler/icons-react";
import { pathOf } from "../../format/address.ts";
import { clockText, durationText } from "../../format/time.ts";
import type { Playback } from "../playback.ts";
import { useStore } from "../store.ts";
import { MARKS } from "./mark-kinds.ts";
import type { Marked } from "./marks.ts";
import { momentFacts } from "./moment.ts";
import classes from "./timeline.module.css";

/** What there is at a moment of the line of time, beside the pointer. `reach`: milliseconds around it that count as there. */
export function MomentCard({
  playback,
  marked,
  time,
  reach,
  left,
}: {
  playback: Playback;
  marked: readonly Marked[];
  time: number;
  reach: number;
  left: string;
}) {
  const overview = useStore(playback.store, (state) => state.overview);
  const manifest = useStore(playback.store, (state) => state.manifest);
  if (!manifest) return null;
  const { title, url, idle, gap, near } = momentFacts(
    overview,
    manifest.pages,
    manifest.session.startedAt,
    marked,
    time,
    reach,
  );
  return (
    <div className={classes["card"]} style={{ left }} data-card="">
      <strong>{clockText(time)}</strong>
      <span className="cut">{title || pathOf(url)}</span>
      {title && url && <span className={`${classes["path"]} cut`}>{pathOf(url)}</span>}
      {gap && (
        <span className={classes["line"]}>
          <IconAlertTriangle size={13} aria-hidden />
          {gap.to > gap.from ? `${durationText(gap.to - gap.from)} not recorded` : "Something is missing here"}
        </span>
      )}
      {near
        .filter(({ kind }) => kind !== "gap")
        .map(({ at, kind, text }) => {
          const { icon: Icon, name } = MARKS[kind];
          return (
            <span key={`${at} ${kind} ${text}`} className={classes["line"]} data-mark={kind}>
              <Icon size={13} aria-hidden />
              <span className="cut">
                {name}: {text}
              </span>
            </span>
          );
        })}
      {idle && (
        <span className={classes["line"]}>
          <IconZzz size={13} aria-hidden />
          Nothing done for {durationText(idle.to - idle.from)}
        </span>
      )}
    </div>
  );
}
