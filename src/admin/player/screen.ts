import { EventType, type RecordedEvent } from "../../protocol/events.ts";
import { assetsSettled, frameDrawn } from "./assets.ts";
import { applyFocus, focusAt, isFocusChange } from "./focus.ts";
import { applyMedia, mediaStates } from "./media.ts";
import type { Picture, PictureHandlers } from "./picture.ts";
import { createLook } from "./look.ts";
import { createMotion, type Moment } from "./motion.ts";
import { createPicture } from "./rrweb-replayer.ts";
import { runUp } from "./run-up.ts";
import { applyScrolls, scrollPositions } from "./scrolls.ts";
import { applySelections, isSelection, selectionsAt } from "./selections.ts";
import { createStandIns } from "./stand-ins.ts";
import { countUpTo, keyframeFor, mediaAt, prologue, type Track } from "./track.ts";

/** One document of the session, rebuilt as it was at a moment, and moved on from there. */
export interface Screen {
  readonly page: string;
  readonly picture: Picture;
  /** Session time of the picture. */
  time(): number;
  /** Whether the picture can go on along this track: what it has applied is how the track begins. */
  follows(track: Track): boolean;
  /** Goes on to `time`, playing. Returns how many events failed. */
  advance(track: Track, time: number, clock: { speed: number; rate: number }): number;
  /** Stands still at its time; resolves when the picture is final. */
  settle(): Promise<void>;
  /** Moves again after standing still. */
  move(): void;
  dispose(): void;
}

/** More than this at once is a jump: applied without motion. Milliseconds of session time. */
const JUMP_MS = 1_500;
const JUMP_EVENTS = 400;
const MEDIA_EVERY_MS = 250;
const MOTION_EVERY_MS = 100;
/** A picture is final when nothing has moved for so many frames; something that never rests does not hold it up for ever. */
const CALM_FRAMES = 2;
const CALM_FRAMES_MAX = 30;

/**
 * Rebuilds the document of `track` at `time` inside `root`; `null` when it is not `wanted` any more before it is there.
 * @throws {Error} when the track has no full snapshot, or the frame could not be made
 */
export async function createScreen(
  root: HTMLElement,
  start: Track,
  time: number,
  handlers: PictureHandlers,
  wanted: () => boolean = () => true,
): Promise<Screen | null> {
  const { report } = handlers;
  const found = keyframeFor(start, time);
  if (found === null) throw new Error("This document has no picture.");
  /** The last full snapshot that has been passed. */
  let keyframe: number = found;
  let track = start;
  const picture = createPicture(root, { ...handlers, bar: mediaAt(start, time)?.bar });
  let now = Math.max(time, track.at[keyframe]!);
  let applied = Math.max(keyframe + 1, countUpTo(track.at, now));
  const look = createLook(picture, guarded);
  const motion = createMotion(picture);
  const standIns = createStandIns(picture, guarded);
  let mediaChecked = -Infinity;
  let motionChecked = -Infinity;
  let still = false;
  /** Something could not be shown: the next full snapshot puts it right. */
  let blamed = false;
  let failed = picture.apply(prologue(track, keyframe), true);
  await build();
  if (!wanted()) {
    picture.dispose();
    return null;
  }

  /** What happened up to shortly before the moment is drawn once and hidden until then, so the page may answer between. */
  async function build(): Promise<void> {
    let from = keyframe;
    for (const { count, time: at } of runUp(track, keyframe, applied, now)) {
      const events = track.events.slice(from, count);
      const first = from === keyframe;
      if (first) failed += await picture.applySlowly(events, wanted);
      else if (events.length > 0) failed += picture.apply(events, false);
      if (!wanted()) return;
      standIns.see(track, keyframe, count, events);
      look.see(track, keyframe, count, at, events);
      guarded(() => {
        look.focus(focusAt(track, keyframe, count));
        // What the first picture sets in motion by being made is no motion of the page.
        motion.begun(first ? -Infinity : at);
      });
      from = count;
    }
  }

  function moment(): Moment {
    return { track, keyframe: keyframe, count: applied, time: now };
  }

  function guarded(step: () => void): void {
    try {
      step();
    } catch (error) {
      failed++;
      report(error);
    }
  }

  /** Returns whether there are any. */
  function media(playing: boolean, speed: number): boolean {
    const states = mediaStates(track, keyframe, applied);
    guarded(() => applyMedia(states, picture.node, { time: now, playing, speed }));
    return states.size > 0;
  }

  function focus(): void {
    guarded(() => {
      const at = focusAt(track, keyframe, applied);
      applyFocus(at, picture.node);
      look.focus(at);
    });
  }

  function select(): void {
    guarded(() => applySelections(selectionsAt(track, applied), picture.node));
  }

  function scroll(): void {
    guarded(() => applyScrolls(scrollPositions(track, keyframe, applied), picture.node));
  }

  /** Returns how many things still moved. */
  function freeze(): number {
    let moving = 0;
    guarded(() => {
      moving = motion.stand(moment());
    });
    return moving;
  }

  /** Waits until nothing moves any more: sheets adopted late start transitions of their own. */
  async function calm(): Promise<void> {
    for (let quiet = 0, frames = 0; quiet < CALM_FRAMES && frames < CALM_FRAMES_MAX; frames++) {
      await frameDrawn();
      if (!still) return;
      quiet = freeze() === 0 ? quiet + 1 : 0;
    }
  }

  /** What is applied, in another version of the track: parts of it may have come, or have been forgotten. */
  function placeIn(next: Track): { keyframe: number; applied: number } | null {
    if (next === track) return { keyframe, applied };
    if (next.page !== track.page) return null;
    const from = next.events.lastIndexOf(track.events[keyframe]!);
    const last = next.events.lastIndexOf(track.events[applied - 1]!);
    return from >= 0 && last - from === applied - 1 - keyframe ? { keyframe: from, applied: last + 1 } : null;
  }

  /** The events that come next, without full snapshots that would only draw what is there. */
  function pass(until: number): RecordedEvent[] {
    const fresh: RecordedEvent[] = [];
    for (let index = applied; index < until; index++) {
      const event = track.events[index]!;
      if (event.type === EventType.FullSnapshot) keyframe = index;
      if (!blamed && track.passable.has(index)) continue;
      fresh.push(event);
    }
    return fresh;
  }

  function takeFailed(): number {
    const count = failed;
    blamed ||= count > 0;
    failed = 0;
    return count;
  }

  return {
    page: start.page,
    picture,
    time: () => now,
    follows: (next) => placeIn(next) !== null,
    advance(next, to, { speed, rate }) {
      const place = placeIn(next);
      if (place) ({ keyframe, applied } = place);
      track = next;
      if (to <= now) return takeFailed();
      const until = countUpTo(track.at, to);
      const jump = to - now > JUMP_MS || until - applied > JUMP_EVENTS || rate > speed * 4;
      const fresh = pass(until);
      now = to;
      applied = Math.max(applied, until);
      if (fresh.length > 0) failed += picture.apply(fresh, jump);
      standIns.see(track, keyframe, applied, fresh);
      if (fresh.some(isFocusChange)) focus();
      if (fresh.some(isSelection)) select();
      look.see(track, keyframe, applied, now, fresh);
      if (now - motionChecked > MOTION_EVERY_MS * speed || fresh.length > 0) {
        motionChecked = now;
        guarded(() => motion.run(moment(), speed));
      }
      if (now - mediaChecked > MEDIA_EVERY_MS * speed || jump) {
        mediaChecked = now;
        media(true, speed);
      }
      return takeFailed();
    },
    async settle() {
      still = true;
      const document = picture.document();
      if (!document) return;
      media(false, 1);
      focus();
      // An element that gets the focus takes the selection along.
      select();
      freeze();
      scroll();
      await assetsSettled(document).catch(report);
      if (!still) return;
      // Where a film that loops is depends on its length, which is known by now.
      if (media(false, 1)) await assetsSettled(document).catch(report);
      if (!still) return;
      // Sheets may have come that others import. Fonts and images have moved things: positions hold for the laid out page.
      look.again();
      scroll();
      look.point();
      freeze();
      await calm();
    },
    move() {
      if (!still) return;
      still = false;
      guarded(() => motion.run(moment(), 1));
      media(true, 1);
    },
    dispose: () => picture.dispose(),
  };
}
