import { Button, Group } from "@mantine/core";
import { useEffect, useState } from "react";
import classes from "../player.module.css";
import type { PlaybackState } from "../playback-state.ts";
import type { Playback } from "../playback.ts";
import { preferences } from "../preferences.ts";
import { useStore } from "../store.ts";

/** Somebody who wants to stay at the end has this long to say so, seconds. */
const WAIT_SECONDS = 5;

/** Whether it was played to its end and stands there. */
export function isAtEnd({ clock, live }: PlaybackState): boolean {
  return !clock.playing && clock.duration > 0 && clock.time >= clock.duration && live !== "on" && live !== "connecting";
}

function Counting({ go, stay }: { go: () => void; stay: () => void }) {
  const [left, setLeft] = useState(WAIT_SECONDS);
  useEffect(() => {
    if (left === 0) return go();
    const timer = setTimeout(() => setLeft(left - 1), 1_000);
    return () => clearTimeout(timer);
  }, [left, go]);
  return (
    <div className={classes["nextUp"]} role="status">
      <span>
        Next session in <strong className="number">{left}</strong> s
      </span>
      <Group gap={6}>
        <Button size="compact-sm" onClick={go}>
          Play it now
        </Button>
        <Button size="compact-sm" variant="default" onClick={stay}>
          Stay here
        </Button>
      </Group>
    </div>
  );
}

/** At the end of a session that was played: goes on with the next one of the list, for those who want that. */
export function NextUp({
  playback,
  next,
  go,
}: {
  playback: Playback;
  next: string | null;
  go: (direction: 1) => void;
}) {
  const wanted = useStore(preferences, ({ autoplay }) => autoplay);
  const ended = useStore(playback.store, isAtEnd);
  const [played, setPlayed] = useState(false);
  const [staying, setStaying] = useState(false);
  const playing = useStore(playback.store, ({ clock }) => clock.playing);
  // Who jumps to the end wants to see the end; who has let it play wants more.
  if (playing && !played) setPlayed(true);
  if (playing && staying) setStaying(false);
  if (!wanted || !ended || !played || staying || next === null) return null;
  return <Counting go={() => go(1)} stay={() => setStaying(true)} />;
}
