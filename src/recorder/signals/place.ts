import type { MoreSignal } from "./signal.ts";

/** Elements that a selector goes through: from a name of the site down, a few are enough. */
const STEPS = 5;
/** Longer ones are not told, characters; the filter takes no others. */
const CHARS = 256;

/** An id that a person has given: those that programs make are others in every visit. */
function isStable(id: string): boolean {
  return /^[a-z_][\w-]{0,40}$/i.test(id) && !/\d{3}|[\da-f]{8}|__|--\d/i.test(id);
}

function step(element: Element): string {
  const { localName, parentElement } = element;
  const alike = [...(parentElement?.children ?? [])].filter((other) => other.localName === localName);
  return alike.length > 1 ? `${localName}:nth-of-type(${alike.indexOf(element) + 1})` : localName;
}

/** A short selector that finds the same element in the pages of other visitors, as far as the page is built the same. */
export function selectorOf(path: readonly Element[]): string {
  const steps: string[] = [];
  for (const element of path.slice(0, STEPS)) {
    const id = element.getAttribute("id") ?? "";
    const name = isStable(id) ? `#${id}` : element === document.body ? "body" : step(element);
    steps.unshift(name);
    if (name.startsWith("#") || name === "body") break;
  }
  const selector = steps.join(" > ");
  return selector.length <= CHARS ? selector : step(path[0]!);
}

/** Adds to `playhead.click` where it was: in the document, so that clicks of all windows can be laid over one picture. */
export const place: MoreSignal = (context) => {
  context.place = (click, path) => {
    const { scrollWidth: w, scrollHeight: h } = document.scrollingElement ?? document.documentElement;
    return { x: Math.round(click.pageX), y: Math.round(click.pageY), w, h, path: selectorOf(path) };
  };
  return () => (context.place = undefined);
};
