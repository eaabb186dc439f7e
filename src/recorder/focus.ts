import type { Stop } from "./guard.ts";

/** rrweb's `IncrementalSource.MouseInteraction` and `MouseInteractions.Focus`. */
const SOURCE = 2;
const FOCUS = 5;

/** The element that has the focus, inside of shadow trees and frames; nothing when it is the page itself. */
function focused(): Element | null | undefined {
  let element: Element | null | undefined = document.activeElement;
  for (let inner: Element | null | undefined = element; inner;) {
    element = inner;
    inner = (inner.shadowRoot ?? (inner as HTMLIFrameElement).contentDocument)?.activeElement;
  }
  return element?.matches("body,html") ? null : element;
}

function hasRing(element: Element | null | undefined): boolean {
  return element?.matches(":focus-visible") === true;
}

/** What the capture of the focus needs. */
export interface FocusLink {
  node(id: number): Node | null;
  id(node: Node): number;
  send(data: object): void;
}

/** Says with each focus whether a ring shows it, which nobody can tell later; and where it is when a keyframe is taken. */
export function watchFocus({ node, id, send }: FocusLink) {
  let ring = false;
  const tell = () => {
    const element = focused();
    ring = hasRing(element);
    if (element) send({ source: SOURCE, type: FOCUS, id: id(element), ring });
  };
  // What was focused by a press gets its ring when a key is pressed.
  const check = () => {
    if (hasRing(focused()) !== ring) tell();
  };
  addEventListener("keyup", check, true);
  const stop: Stop = () => removeEventListener("keyup", check, true);
  return {
    tell,
    /** Completes an event of rrweb. */
    see(data: { source?: number; type?: number; id?: number; ring?: boolean }) {
      if (data.source === SOURCE && data.type === FOCUS) data.ring = ring = hasRing(node(data.id!) as Element | null);
    },
    stop,
  };
}
