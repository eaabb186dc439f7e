import { IconVideoOff } from "@tabler/icons-react";
import { LEVEL_SENTENCES, LEVEL_SHORT_NAMES, levelReason } from "../settings/words/level-words.ts";
import { EventsPane } from "./panes/events-pane.tsx";
import type { PlaybackState } from "./playback-state.ts";
import type { Playback } from "./playback.ts";
import classes from "./player.module.css";
import { useStore } from "./store.ts";

/** Whether this session was collected below playback, and no document of it has a picture. */
export function isWithoutPicture({ manifest, overview }: PlaybackState): boolean {
  return manifest !== null && manifest.session.level !== "playback" && overview.spans.length === 0;
}

/** In place of the picture: why there is none, and what was collected. */
export function NoPicture({ playback }: { playback: Playback }) {
  const session = useStore(playback.store, ({ manifest }) => manifest?.session ?? null);
  if (!session) return null;
  const { level } = session;
  return (
    <section className={classes["noPicture"]} aria-labelledby="no-picture">
      <div className={classes["noPictureHead"]}>
        <IconVideoOff size={22} stroke={1.6} aria-hidden />
        <div>
          <h2 id="no-picture">Collected at {LEVEL_SHORT_NAMES[level]}: there is no picture</h2>
          <p>{levelReason(session)}</p>
          <p className="faint">{LEVEL_SENTENCES[level]}</p>
        </div>
      </div>
      <EventsPane playback={playback} wide />
    </section>
  );
}
