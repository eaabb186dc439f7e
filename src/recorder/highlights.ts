import type { Highlights } from "../protocol/highlight.ts";
import { guard, type Stop } from "./guard.ts";
import { setTimeout } from "./natives.ts";

/** What is marked is told this long after it was changed: a search marks one word after the other. Milliseconds. */
const LATER_MS = 50;
/** … and so many ranges of it: more are not seen at once. */
const RANGES_MAX = 1_000;

type Method = (...args: unknown[]) => unknown;

/** What the capture of highlights needs. */
export interface HighlightsLink {
  id(node: Node): number;
  /** Whether what this element shows may leave the page. */
  isShown(element: Element): boolean;
  send(highlights: Highlights): void;
  /** So many ranges were too many to be told. */
  lost(count: number): void;
}

/** Tells what scripts have marked (`CSS.highlights`), which no mutation tells of: when it changes, and with every keyframe. */
export function watchHighlights({ id, isShown, send, lost }: HighlightsLink): { tell(): void; stop: Stop } {
  const { highlights } = CSS;
  const undo: Stop[] = [];
  let told = "[]";
  let waiting = false;

  /** Where in a text something is says how long it is: only what may be read is told of. */
  const place = (node: Node) => {
    const element = node.nodeType === 1 ? (node as Element) : node.parentElement;
    return element && isShown(element) ? id(node) : 0;
  };

  const look = () => {
    waiting = false;
    let count = 0;
    const marks = [...highlights].map(([name, ranges]) => ({
      name,
      priority: ranges.priority,
      ranges: [...ranges].flatMap(({ startContainer, startOffset, endContainer, endOffset }) => {
        const [start, end] = [place(startContainer), place(endContainer)];
        const isTold = start > 0 && end > 0 && ++count <= RANGES_MAX;
        return isTold ? { start, startOffset, end, endOffset } : [];
      }),
    }));
    const text = JSON.stringify(marks);
    if (text === told) return;
    told = text;
    send({ marks });
    if (count > RANGES_MAX) lost(count - RANGES_MAX);
  };

  const hook = (proto: object, name: string) => {
    const methods = proto as Record<string, Method>;
    const own = methods[name]!;
    const ours = function (this: unknown, ...args: unknown[]) {
      // What is marked may be new itself: it is known by then.
      if (!waiting) setTimeout(guard(look), LATER_MS);
      waiting = true;
      return own.apply(this, args);
    };
    methods[name] = ours;
    undo.push(() => {
      if (methods[name] === ours) methods[name] = own;
    });
  };

  if (highlights) {
    for (const name of ["set", "delete", "clear"]) hook(HighlightRegistry.prototype, name);
    for (const name of ["add", "delete", "clear"]) hook(Highlight.prototype, name);
  }

  return {
    tell() {
      told = "[]";
      if (highlights?.size) look();
    },
    stop: () => undo.forEach((run) => run()),
  };
}
