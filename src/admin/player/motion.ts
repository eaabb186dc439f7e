import { finishDocument } from "./finish-document.ts";
import { motionsAt, progressAt, styledKey, touchedTimes, type MotionNote, type Motions } from "./motions.ts";
import type { Picture } from "./picture.ts";
import { documentOf, rootsIn, type Root } from "./roots.ts";
import type { Track } from "./track.ts";

/** A moment of a track: its first `count` events, from the keyframe on, and the time. */
export interface Moment {
  track: Track;
  keyframe: number;
  count: number;
  time: number;
}

/**
 * Keeps everything that moves where it was at a moment: animations and transitions of style sheets, those of scripts, and clocks of SVG.
 * They stand still by running at speed 0, so that what the page's own style sheets say about pausing still holds.
 */
export interface Motion {
  /** Notes what transitions the last events have begun. */
  begun(time: number): void;
  /** Puts everything in its place for this moment. Returns how many were not there yet. */
  stand(moment: Moment): number;
  /** Lets everything run on from this moment, at `speed`. */
  run(moment: Moment, speed: number): void;
}

/** Off by less than this is left alone while running: a jump would be seen. Milliseconds at speed 1. */
const DRIFT_MS = 100;

type Effect = KeyframeEffect | null;

function animationsIn(root: Root): Animation[] {
  const { timeline } = documentOf(root);
  // Scroll-driven ones follow the scroll position by themselves.
  return root.getAnimations().filter((animation) => animation.timeline === timeline);
}

function endOf(animation: Animation): number {
  return Number(animation.effect?.getComputedTiming().endTime ?? 0);
}

function outermost(root: Root): SVGSVGElement[] {
  return [...root.querySelectorAll("svg")].filter((svg) => svg.ownerSVGElement === null);
}

/** Whether a script's animation is over and has left nothing behind. */
function isOver({ timing = {} }: MotionNote, progress: number): boolean {
  const { duration, iterations, delay, endDelay, fill } = timing;
  const end = Number(delay ?? 0) + Number(duration ?? 0) * Number(iterations ?? Infinity) + Number(endDelay ?? 0);
  return progress >= end && fill !== "forwards" && fill !== "both";
}

function byNode<Value>(byId: ReadonlyMap<number, Value>, { node }: Picture): Map<Node, Value> {
  const found = new Map<Node, Value>();
  for (const [id, value] of byId) {
    const there = node(id);
    if (there) found.set(there, value);
  }
  return found;
}

export function createMotion(picture: Picture): Motion {
  /** When transitions began, session time. */
  const started = new WeakMap<Animation, number>();
  const bases = new WeakMap<Animation, number>();
  const scripted = new Map<number, Animation>();
  /** What a script's animation was made of. */
  const makings = new WeakMap<Animation, MotionNote>();

  function roots(): Root[] {
    const document = picture.document();
    return document ? rootsIn(document) : [];
  }

  /** Whether it had to be moved. */
  function put(animation: Animation, progress: number, speed: number): boolean {
    const base = bases.get(animation) ?? (animation.playbackRate || 1);
    bases.set(animation, base);
    let moved = false;
    if (animation.playbackRate !== base * speed) {
      animation.playbackRate = base * speed;
      moved = speed === 0;
    }
    const drift = Math.abs(Number(animation.currentTime ?? Infinity) - progress);
    if (speed === 0 ? drift > 0.01 : drift > DRIFT_MS * speed) {
      animation.currentTime = progress;
      moved = true;
    }
    return moved;
  }

  function transition(animation: Animation, time: number, speed: number): boolean {
    // What a style sheet that came late has begun was no motion of the page.
    if (speed > 0 && !started.has(animation)) started.set(animation, time);
    const progress = time - (started.get(animation) ?? -Infinity);
    if (progress < endOf(animation)) return put(animation, Math.max(0, progress), speed);
    // Speed 0 has no end to go to.
    animation.playbackRate = 1;
    animation.finish();
    return true;
  }

  function makeScripted(motions: Motions, time: number, speed: number): void {
    for (const [n, { made, last }] of motions.scripted) {
      const progress = progressAt(last, time);
      const target = picture.node(made.id) as Element | null;
      let animation = scripted.get(n);
      const gone = progress === null || !target || isOver(made, progress);
      const other = animation && ((animation.effect as Effect)?.target !== target || makings.get(animation) !== made);
      if (animation && (gone || other)) {
        animation.cancel();
        scripted.delete(n);
        animation = undefined;
      }
      if (gone) continue;
      if (!animation) {
        const timing = { ...made.timing, iterations: made.timing?.["iterations"] ?? Infinity };
        const options = made.pseudo ? { ...timing, pseudoElement: made.pseudo } : timing;
        animation = target.animate(made.frames as Keyframe[], options as KeyframeAnimationOptions);
        scripted.set(n, animation);
        makings.set(animation, made);
      }
      bases.set(animation, last.state === "running" ? last.rate : 0);
      put(animation, progress, speed);
    }
    for (const [n, animation] of scripted)
      if (!motions.scripted.has(n)) {
        animation.cancel();
        scripted.delete(n);
      }
  }

  function apply({ track, keyframe, count, time }: Moment, speed: number): number {
    const motions = motionsAt(track, keyframe, time);
    const touched = byNode(touchedTimes(track, keyframe, count), picture);
    const notes = byNode(motions.styled, picture);
    const clocks = byNode(motions.clocks, picture);
    const opened = track.at[0] ?? 0;

    const progressOf = (animation: CSSAnimation, { target, pseudoElement }: KeyframeEffect): number => {
      const note = target && notes.get(target)?.get(styledKey(pseudoElement, animation.animationName));
      const changed = target ? touched.get(target) : undefined;
      if (!note) return Math.max(0, time - (changed ?? opened));
      // The page has stopped it since it began: with the last change of its element, as far as one can tell.
      const until = animation.playState === "paused" && changed !== undefined && changed > note.at ? changed : time;
      return progressAt(note, Math.min(time, until)) ?? 0;
    };

    makeScripted(motions, time, speed);
    const own = new Set(scripted.values());
    let moved = 0;
    for (const root of roots()) {
      for (const animation of animationsIn(root)) {
        const effect = animation.effect as Effect;
        if (!effect || own.has(animation)) continue;
        if ("transitionProperty" in animation) moved += Number(transition(animation, time, speed));
        else if ("animationName" in animation && animation.playState !== "finished") {
          const progress = progressOf(animation as CSSAnimation, effect);
          moved += Number(put(animation, Math.min(progress, endOf(animation)), speed));
        }
      }
      if (root.querySelector("animate, animateTransform, animateMotion, set")) finishDocument(documentOf(root));
      for (const svg of outermost(root)) {
        const clock = clocks.get(svg);
        const progress = clock ? (progressAt(clock, time) ?? 0) : Math.max(0, time - (touched.get(svg) ?? opened));
        if (speed === 1) svg.unpauseAnimations();
        else svg.pauseAnimations();
        if (Math.abs(svg.getCurrentTime() * 1000 - progress) > (speed === 1 ? DRIFT_MS : 0))
          svg.setCurrentTime(progress / 1000);
      }
    }
    return moved;
  }

  return {
    begun(time) {
      for (const root of roots())
        for (const animation of animationsIn(root))
          if ("transitionProperty" in animation && !started.has(animation)) started.set(animation, time);
    },
    stand: (moment) => apply(moment, 0),
    run: (moment, speed) => void apply(moment, speed),
  };
}
