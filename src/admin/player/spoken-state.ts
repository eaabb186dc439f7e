import { clockText } from "../format/time.ts";
import type { PlaybackState } from "./playback-state.ts";

/** What has changed between two states, for who hears the page; `null` when nothing has that is worth words. */
export function spokenChange(before: PlaybackState, now: PlaybackState): string | null {
  if (now.problem && now.problem !== before.problem) return `This can't be played: ${now.problem.message}`;
  const [was, is] = [before.clock, now.clock];
  if (now.live !== before.live && now.live === "ended") return "The session has ended";
  if (is.following && !was.following) return "Live";
  if (is.playing !== was.playing) {
    if (is.playing) return "Playing";
    return is.duration > 0 && is.time >= is.duration ? "The end" : `Paused at ${clockText(is.time)}`;
  }
  if (is.speed !== was.speed) return `Speed ${is.speed} times`;
  if (is.skipIdle !== was.skipIdle) return is.skipIdle ? "Skipping inactivity" : "Playing inactivity";
  if (now.lane !== before.lane) return now.lane === null ? "Following the visitor" : "One tab only";
  // A jump while standing still.
  if (!is.playing && is.time !== was.time) return `At ${clockText(is.time)}`;
  return null;
}
