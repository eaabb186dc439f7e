import type { DomExtra, DomLink } from "../dom-extra.ts";
import { faults, stopAll } from "../guard.ts";
import { giveToParent } from "./child.ts";
import { takeFromFrames } from "./parent.ts";

/**
 * `/r/frames-<hash>.js`: recording through frames of other origins, where both pages carry the recorder and each is on the other's
 * list. Loaded only where the tenant has named such origins.
 */
export function extend(link: DomLink): DomExtra {
  const { children = [], parents = [] } = link.frames ?? {};
  const around = parent !== window && parents.length ? giveToParent(link, parents) : undefined;
  const inside = children.length ? takeFromFrames(link, children) : undefined;
  return {
    see(event) {
      inside?.see(event);
      // Counted in this chunk, told by another.
      for (; faults.count; faults.count--) link.fault();
    },
    sent: (text, isKeyframe) => around?.sent(text, isKeyframe),
    stop: stopAll([() => around?.stop(), () => inside?.stop()]),
  };
}
