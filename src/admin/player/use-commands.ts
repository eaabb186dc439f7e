import { useCallback, useEffect, useState, type RefObject } from "react";
import { SPEEDS } from "./clock.ts";
import type { Playback } from "./playback.ts";
import { copyLinkTo } from "./copy-link.ts";
import { preferences } from "./preferences.ts";
import { commandOf, type Command } from "./shortcuts.ts";
import { neighbourOf, type Marked } from "./timeline/marks.ts";
import { zoomStep } from "./timeline/use-zoom.ts";

/** Whether a key pressed there is meant for the element itself. */
function isBusy(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target.closest("input:not([type=checkbox]), textarea, select, [role=menu], [role=dialog]")
  )
    return true;
  return key === " " && target.closest("button, a, input, [role=switch]") !== null;
}

function isLive({ store }: Playback): boolean {
  return store.get().live === "on" || store.get().live === "connecting";
}

/** What only members have: done by the page, when it has them. */
export type MemberCommand = Extract<Command, { kind: "note" | "session" | "search" }>;

interface Surroundings {
  /** What goes full screen. */
  whole: RefObject<HTMLElement | null>;
  /** What is marked on the line of time. */
  marked: readonly Marked[];
  member?: (command: MemberCommand) => void;
}

function toMark(
  playback: Playback,
  marked: readonly Marked[],
  { direction, errors }: Extract<Command, { kind: "mark" }>,
) {
  const { time } = playback.store.get().clock;
  const next = neighbourOf(marked, preferences.get().hidden, time, direction, errors && "error");
  if (next) playback.seek(next.at);
}

/** Carries out commands, from buttons and from keys. */
export function useCommands(playback: Playback | null, { whole, marked, member }: Surroundings) {
  const [help, setHelp] = useState(false);
  const [full, setFull] = useState(false);

  useEffect(() => {
    const read = () => setFull(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", read);
    return () => document.removeEventListener("fullscreenchange", read);
  }, []);

  const command = useCallback(
    (asked: Command) => {
      if (!playback) return;
      const { clock } = playback.store.get();
      switch (asked.kind) {
        case "toggle":
          return clock.playing ? playback.pause() : playback.play();
        case "by":
          return playback.seek(clock.time + asked.ms);
        case "to":
          return playback.seek(asked.part * clock.duration);
        case "speed": {
          const next = SPEEDS[SPEEDS.indexOf(clock.speed) + asked.step];
          return next === undefined ? undefined : playback.clock({ kind: "speed", speed: next });
        }
        case "frame":
          return playback.step(asked.direction);
        case "mark":
          return toMark(playback, marked, asked);
        case "zoom":
          return zoomStep(playback, asked.in);
        case "fit":
          return preferences.set({ fit: !preferences.get().fit });
        case "live":
          return isLive(playback) ? playback.goLive() : undefined;
        case "note":
        case "session":
        case "search":
          return member?.(asked);
        case "skip-idle":
          return playback.clock({ kind: "skip-idle", on: !clock.skipIdle });
        case "copy-link":
          return void copyLinkTo(clock.time, !clock.playing);
        case "help":
          return setHelp(true);
        case "full-screen":
          // A browser may refuse, for instance inside a frame; there is nothing to do about it.
          return void (
            document.fullscreenElement ? document.exitFullscreen() : whole.current?.requestFullscreen()
          )?.catch(() => undefined);
      }
    },
    [playback, whole, marked, member],
  );

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      // Without a player the keys belong to the page.
      if (!playback || event.defaultPrevented || isBusy(event.target, event.key)) return;
      const asked = commandOf(event);
      if (!asked) return;
      event.preventDefault();
      command(asked);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [playback, command]);

  return { command, help, setHelp, full };
}
