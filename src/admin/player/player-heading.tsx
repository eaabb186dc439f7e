import { IconEye } from "@tabler/icons-react";
import { relativeText } from "../format/time.ts";
import { useNow } from "../shell/use-now.ts";
import { useTitle } from "../shell/use-title.ts";
import classes from "./player.module.css";
import type { Playback } from "./playback.ts";
import { useStore } from "./store.ts";

/** Whose session it is, and when it was. */
export function PlayerHeading({ playback }: { playback: Playback }) {
  const session = useStore(playback.store, ({ manifest }) => manifest?.session ?? null);
  const live = useStore(playback.store, (state) => state.live);
  const viewers = useStore(playback.store, (state) => state.viewers);
  const now = useNow(30_000);
  const who = session ? (session.user ?? `visitor ${session.visitor.slice(-6)}`) : "Session";
  const known = session && !session.user && session.knownAs;
  useTitle(who);
  return (
    <div className={classes["heading"]}>
      <h1 className="cut">{who}</h1>
      {known && <span className="faint cut">known as {known}</span>}
      {session && <span className="faint">{relativeText(session.startedAt, now)}</span>}
      {(live === "on" || live === "connecting") && (
        <span className={classes["liveMark"]}>
          <span className="live-dot" aria-hidden="true" /> Live
          {viewers !== null && viewers > 1 && (
            <span className="faint" title={`${viewers} people watch this session now`}>
              <IconEye size={14} stroke={1.7} aria-hidden /> {viewers} watching
            </span>
          )}
        </span>
      )}
    </div>
  );
}
