import { EventType, IncrementalSource, type RecordedEvent } from "../../protocol/events.ts";
import { MASK } from "../../protocol/privacy/mask.ts";
import { STATES } from "./css-states.ts";
import type { Root } from "./roots.ts";
import type { SerialisedNode } from "./sanitise-node.ts";
import { FILLED, STATE } from "./state-attributes.ts";

const MARKS = new Set<string>(Object.values(STATE));
/** More files than this look the same. */
const FILES_MAX = 50;

/** What the browser does by itself for an element that fills the screen. A frame cannot have one. */
export const FULL_RULES = [
  `[${STATE.full}]:popover-open { position: fixed !important; inset: 0 !important; margin: 0 !important; transform: none !important;
    box-sizing: border-box !important; width: 100% !important; height: 100% !important; min-width: 0 !important;
    min-height: 0 !important; max-width: none !important; max-height: none !important; object-fit: contain; }`,
  `[${STATE.full}]:popover-open::backdrop { background: black; }`,
  // What a popover has by itself and what fills the screen has not.
  `@layer playhead { [${STATE.full}]:popover-open { padding: 0; border: 0; color: inherit; background: none; overflow: visible; } }`,
];

function isMarked(attributes: object | undefined): boolean {
  return Object.keys(attributes ?? {}).some((name) => MARKS.has(name) || name === "disabled");
}

function holdsMark(node: SerialisedNode): boolean {
  return isMarked(node.attributes) || (node.childNodes ?? []).some(holdsMark);
}

/** Whether an event tells something that `applyPageState` acts on. */
export function tellsState({ type, data }: RecordedEvent): boolean {
  if (type === EventType.FullSnapshot) return holdsMark((data as { node: SerialisedNode }).node);
  if (type !== EventType.IncrementalSnapshot) return false;
  const { source, adds, attributes } = data as {
    source: number;
    adds?: { node: SerialisedNode }[];
    attributes?: { attributes: object }[];
  };
  if (source !== IncrementalSource.Mutation) return false;
  return !!adds?.some(({ node }) => holdsMark(node)) || !!attributes?.some((each) => isMarked(each.attributes));
}

function all<Found extends Element>(roots: readonly Root[], selector: string): Found[] {
  return roots.flatMap((root) => [...root.querySelectorAll<Found>(selector)]);
}

function isTop(element: Element): boolean {
  return element.matches(":popover-open, :modal");
}

function leaveTop(element: HTMLElement): void {
  if (element.matches(":popover-open")) element.hidePopover();
  else if (element.matches(":modal")) {
    // What only lost its attribute is modal still, and can't be closed.
    element.setAttribute("open", "");
    (element as HTMLDialogElement).close();
  }
}

/** What a popover was opened by, as far as its markup tells: of several, the one that was used last. */
function opener(element: HTMLElement): HTMLElement | undefined {
  const id = CSS.escape(element.id);
  const root = element.getRootNode() as Root;
  const openers = id ? [...root.querySelectorAll<HTMLElement>(`[popovertarget="${id}"], [commandfor="${id}"]`)] : [];
  return openers.find((each) => each.matches(`[${STATES.focus}], [${STATES.hover}]`)) ?? openers[0];
}

function enterTop(element: HTMLElement): void {
  if (!element.isConnected || element.matches("html, body")) return;
  if (element.localName === "dialog" && !element.hasAttribute(STATE.full)) {
    (element as HTMLDialogElement).removeAttribute("open");
    (element as HTMLDialogElement).showModal();
    return;
  }
  // The others close each other, and when somebody clicks beside them.
  element.popover = "manual";
  // Where it is placed can depend on it.
  const source = opener(element);
  element.showPopover(source && { source });
}

/** Top layer: who is in it, and in which order. `before` is what it was made to be last; answers what it is now. */
function stack(roots: readonly Root[], before: readonly HTMLElement[]): HTMLElement[] {
  const wanted = all<HTMLElement>(roots, `[${STATE.top}]`).toSorted(
    (a, b) => Number(a.getAttribute(STATE.top)) - Number(b.getAttribute(STATE.top)),
  );
  for (const element of [...before, ...all<HTMLElement>(roots, ":popover-open")])
    if (!wanted.includes(element)) {
      leaveTop(element);
      // It was none in the page.
      if (element.hasAttribute(FILLED)) {
        element.removeAttribute(FILLED);
        element.removeAttribute("popover");
      }
    }
  const stands = wanted.every((element, at) => element === before[at] && isTop(element));
  if (stands && wanted.length === before.length) return wanted;
  for (const element of wanted.toReversed()) leaveTop(element);
  for (const element of wanted) {
    if (element.hasAttribute(STATE.full) && !element.hasAttribute("popover")) element.setAttribute(FILLED, "");
    enterTop(element);
  }
  return wanted;
}

function choose(list: HTMLSelectElement): void {
  const chosen = new Set(list.getAttribute(STATE.selected)?.split(" ").map(Number));
  [...list.options].forEach((option, at) => (option.selected = chosen.has(at)));
}

function fill(input: HTMLInputElement): void {
  const count = Math.min(Number(input.getAttribute(STATE.files)), FILES_MAX);
  const files = new DataTransfer();
  for (let at = 0; at < count; at++) files.items.add(new File([], MASK));
  input.files = files.files;
}

function mix(input: HTMLInputElement): void {
  input.indeterminate = input.hasAttribute(STATE.mixed);
}

function switchOff(style: HTMLStyleElement): void {
  if (style.sheet) style.sheet.disabled = style.matches(`[${STATE.off}], [disabled]`);
}

/** One row for each thing that is set on an element as long as it is marked, and taken back afterwards. */
const KINDS: readonly [selector: string, apply: (element: never) => void][] = [
  [`select[${STATE.selected}]`, choose],
  [`input[type=file][${STATE.files}]`, fill],
  [`input[${STATE.mixed}]`, mix],
  [`style[${STATE.off}], style[disabled]`, switchOff],
];

/** Makes elements what their marks say, of a picture that stays the same. */
export function createPageState(): { apply(roots: readonly Root[]): void } {
  const before = KINDS.map(() => new Set<Element>());
  let top: readonly HTMLElement[] = [];
  return {
    apply(roots) {
      KINDS.forEach(([selector, apply], kind) => {
        const marked = new Set(all(roots, selector));
        for (const element of new Set([...before[kind]!, ...marked])) apply(element as never);
        before[kind] = marked;
      });
      top = stack(roots, top);
    },
  };
}
