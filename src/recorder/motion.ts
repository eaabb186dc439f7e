import type { Motion } from "../protocol/motion.ts";
import { RECORDER } from "../protocol/limits.ts";
import { guard, type Stop } from "./guard.ts";
import { setTimeout } from "./natives.ts";

type Method = (this: Animation, ...args: never[]) => unknown;

/** Calls of a page by which an animation is no longer where its beginning and its speed would have it. */
const CALLS = ["pause", "play", "cancel", "finish", "reverse", "updatePlaybackRate"] as const;

/** Milliseconds for which what scripts set of an animation is collected. */
const MOVED_MS = 50;

/** What the capture of motion needs. */
export interface MotionLink {
  id(node: Node): number;
  send(motion: Motion): void;
  /** Something was too much, or too long, to be told. */
  lost(chars: number): void;
}

/**
 * Tells where animations are that no mutation tells of: those of style sheets when they begin, those that scripts make with all their
 * frames, and all of both, and the clocks of SVG, when a keyframe is taken.
 */
export function watchMotion({ id, send: give, lost }: MotionLink): { tell(): void; stop: Stop } {
  const made = new WeakMap<Animation, number>();
  const effects = new WeakMap<object, Animation>();
  let last = 0;
  let second = 0;
  let sent = 0;

  const send = (motion: Motion) => {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) [second, sent] = [now, 0];
    if (++sent > RECORDER.motionsPerSecond) lost(0);
    else give(motion);
  };

  const tell = (animation: Animation, whole?: boolean) => {
    const effect = animation.effect as KeyframeEffect | null;
    if (!effect?.target || animation.timeline !== document.timeline) return;
    const { animationName, transitionProperty } = animation as CSSAnimation & CSSTransition;
    let n = made.get(animation);
    // However a script has made it.
    if (!n && !animationName && !transitionProperty) {
      made.set(animation, (n = ++last));
      effects.set(effect, animation);
      whole = true;
    }
    const motion: Motion = {
      id: id(effect.target),
      time: animation.currentTime as number | null,
      rate: animation.playbackRate,
      state: animation.playState,
    };
    if (motion.id < 1 || transitionProperty) return;
    if (effect.pseudoElement) motion.pseudo = effect.pseudoElement;
    if (animationName) motion.name = animationName;
    if (n) motion.n = n;
    if (whole && n) {
      const frames = effect.getKeyframes();
      const chars = JSON.stringify(frames).length;
      if (chars > RECORDER.motionChars) return lost(chars);
      motion.frames = frames as unknown as NonNullable<Motion["frames"]>;
      motion.timing = effect.getTiming() as unknown as NonNullable<Motion["timing"]>;
    }
    send(motion);
  };

  const began = ({ target, animationName }: AnimationEvent) => {
    // Those of its pseudo-elements are among them, and of all that is in it.
    for (const animation of (target as Element).getAnimations({ subtree: true }))
      if (
        (animation as CSSAnimation).animationName === animationName &&
        (animation.effect as KeyframeEffect).target === target
      )
        tell(animation);
  };
  document.addEventListener("animationstart", began, true);

  const undo: Stop[] = [];
  const wrap = <Name extends string>(
    proto: Record<Name, Method>,
    name: Name,
    after: (from: Animation, result: unknown) => void,
  ) => {
    const own = proto[name];
    const ours = function (this: Animation, ...args: never[]) {
      const result = own.apply(this, args);
      try {
        after(this, result);
      } catch {
        // What is not told is drawn without motion; the page goes on.
      }
      return result;
    };
    proto[name] = ours;
    undo.push(() => {
      if (proto[name] === ours) proto[name] = own;
    });
  };
  wrap(Element.prototype as unknown as Record<"animate", Method>, "animate", (_, result) => {
    tell(result as Animation);
  });
  // Sheets that are dragged get other frames on their way.
  for (const name of ["setKeyframes", "updateTiming"])
    wrap(KeyframeEffect.prototype as unknown as Record<string, Method>, name, (effect) => {
      const animation = effects.get(effect);
      if (animation) tell(animation, true);
    });
  for (const name of CALLS)
    wrap(Animation.prototype as unknown as Record<string, Method>, name, (animation) => {
      if (!(animation as CSSAnimation).animationName) tell(animation);
    });
  /** Set with every frame of a gesture, they are told of now and then. */
  const moved = new Set<Animation>();
  for (const name of ["currentTime", "startTime", "playbackRate"]) {
    const { prototype } = Animation;
    const own = Object.getOwnPropertyDescriptor(prototype, name)!;
    const set = function (this: Animation, value: unknown) {
      own.set!.call(this, value);
      if (!moved.size)
        setTimeout(
          guard(() => {
            for (const each of moved) tell(each);
            moved.clear();
          }),
          MOVED_MS,
        );
      moved.add(this);
    };
    Object.defineProperty(prototype, name, { ...own, set });
    undo.push(() => Object.defineProperty(prototype, name, own));
  }

  return {
    tell() {
      for (const animation of document.getAnimations()) tell(animation, true);
      for (const each of document.querySelectorAll("animate,animateTransform,animateMotion,set")) {
        const svg = (each as SVGElement).ownerSVGElement;
        if (svg && id(svg) > 0) send({ id: id(svg), time: svg.getCurrentTime() * 1000, rate: 1, state: "running" });
      }
    },
    stop() {
      document.removeEventListener("animationstart", began, true);
      for (const each of undo) each();
    },
  };
}
