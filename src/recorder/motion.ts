import type { Motion } from "../protocol/motion.ts";
import { RECORDER } from "../protocol/limits.ts";
import type { Stop } from "./guard.ts";

type Method = (this: Animation, ...args: never[]) => unknown;

/** Calls of a page by which an animation is no longer where its beginning and its speed would have it. */
const CALLS = ["pause", "play", "cancel", "finish", "reverse", "updatePlaybackRate"] as const;

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
    const { animationName } = animation as CSSAnimation;
    const n = made.get(animation);
    const motion: Motion = {
      id: id(effect.target),
      time: animation.currentTime as number | null,
      rate: animation.playbackRate,
      state: animation.playState,
    };
    if (motion.id < 1 || (!animationName && !n)) return;
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
    made.set(result as Animation, ++last);
    tell(result as Animation, true);
  });
  for (const name of CALLS)
    wrap(Animation.prototype as unknown as Record<string, Method>, name, (animation) => {
      if (made.has(animation)) tell(animation);
    });

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
