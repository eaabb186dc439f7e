import { EventType } from "../../protocol/events.ts";
import { RECORDER } from "../../protocol/limits.ts";
import type { DomExtra, DomLink } from "../dom-extra.ts";
import { faults, guard, stopAll } from "../guard.ts";
import { createTimers } from "../timers.ts";
import { createEncoder } from "./encoder.ts";
import { canvasesIn } from "./found.ts";
import { watchPaints } from "./paints.ts";
import { createPictures } from "./pictures.ts";

/**
 * `/r/canvas-<hash>.js`: pictures of canvases, a few a second while something is painted on them and they are on the screen; at rest
 * nothing runs. Loaded only where the tenant wants them.
 */
export function extend(link: DomLink): DomExtra {
  const timers = createTimers<"look" | "poll">();
  /** Painted since they were last read, or not read at all yet. */
  const painted = new Set<HTMLCanvasElement>();
  const onScreen = new Set<Element>();
  const observed = new WeakSet<HTMLCanvasElement>();
  /** What workers paint. */
  const remote = new Set<HTMLCanvasElement>();
  /** Ids of canvases in what the DOM's recording has just said; `true`: what they show has to be told again. */
  const found = new Map<number, boolean>();
  let looking = false;

  const lookLater = (ms: number = RECORDER.canvasMs) => {
    if (looking) return;
    looking = true;
    timers.set("look", look, ms);
  };

  const pictures = createPictures(link, createEncoder(), (canvas) => mark(canvas));

  const mark = (canvas: HTMLCanvasElement) => {
    painted.add(canvas);
    if (onScreen.has(canvas)) lookLater();
  };

  const mayRead = (canvas: HTMLCanvasElement) => canvas.isConnected && link.id(canvas) > 0 && link.isShown(canvas);

  const paints = watchPaints({
    painted: guard((canvas: HTMLCanvasElement) => {
      mark(canvas);
      if (!paints.isFleeting(canvas) || !onScreen.has(canvas) || !pictures.isDue(canvas) || !mayRead(canvas)) return;
      painted.delete(canvas);
      // When all of this picture is drawn, and before the browser has shown it and taken it away.
      queueMicrotask(() => void pictures.read(canvas, true));
    }) as (canvas: HTMLCanvasElement) => void,
    handedOver: guard((canvas: HTMLCanvasElement) => {
      remote.add(canvas);
      poll();
    }) as (canvas: HTMLCanvasElement) => void,
  });

  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) onScreen.delete(target);
      else {
        onScreen.add(target);
        if (painted.has(target as HTMLCanvasElement)) lookLater(0);
      }
    }
  });

  function poll(): void {
    for (const canvas of remote) if (canvas.isConnected) mark(canvas);
    if (remote.size) timers.set("poll", poll, RECORDER.canvasPollMs);
  }

  const meet = (canvas: HTMLCanvasElement) => {
    if (!observed.has(canvas)) {
      observed.add(canvas);
      observer.observe(canvas);
      paints.watch(canvas.ownerDocument.defaultView!);
    }
    mark(canvas);
  };

  function look(): void {
    looking = false;
    // Counted in this chunk, told by another.
    for (; faults.count; faults.count--) link.fault();
    for (const [id, isRepeated] of found) {
      const canvas = link.node(id);
      if (canvas?.nodeName !== "CANVAS") continue;
      if (isRepeated) pictures.repeat(canvas as HTMLCanvasElement);
      meet(canvas as HTMLCanvasElement);
    }
    found.clear();
    for (const canvas of painted) {
      // One that comes into the page later is found then.
      if (!mayRead(canvas)) painted.delete(canvas);
      else if (!onScreen.has(canvas)) continue;
      else if (!pictures.isDue(canvas)) lookLater();
      else {
        painted.delete(canvas);
        void pictures.read(canvas, paints.isFleeting(canvas));
      }
    }
  }

  paints.watch(window);
  return {
    see(event) {
      canvasesIn(event, (id) => found.set(id, event.type === EventType.FullSnapshot));
      // Not in the middle of the capture, which does not know all of its nodes yet.
      if (found.size) {
        looking = false;
        lookLater(0);
      }
    },
    stop: stopAll([timers.clear, paints.stop, () => observer.disconnect(), pictures.stop]),
  };
}
