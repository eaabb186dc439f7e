import { watchCustomStates } from "./custom-states.ts";
import { guard, type Stop } from "./guard.ts";
import { setTimeout } from "./natives.ts";

/** What an element is beyond its markup, as attributes beside those of rrweb's. `null`: not any more. */
export type State = Record<string, string | number | true | null>;

/** Looks again at a field, as if something had happened to it. */
export type Reread = (event: { target: EventTarget; isTrusted: boolean }) => void;

export interface PageState {
  /** Adds to the attributes of an element that is being serialised. */
  serialise(element: Element, attributes: State): void;
  /** Something has happened to an element, or to a form and all in it. */
  touched(target: EventTarget | null, type: string, reread: Reread): void;
  /** A keyframe has been taken. */
  keyframe(): void;
  stop: Stop;
}

/** `false` also where the browser does not know the state. */
function is(element: Element, selector: string): boolean {
  try {
    return element.matches(selector);
  } catch {
    return false;
  }
}

/** The order in which elements came into the top layer. */
const order = new WeakMap<Element, number>();
let last = 0;

function place(element: Element): number | null {
  const states = [":modal", ":popover-open", ":fullscreen"];
  if (!states.some((state) => is(element, state))) {
    order.delete(element);
    return null;
  }
  const at = order.get(element) ?? ++last;
  order.set(element, at);
  return at;
}

/**
 * Says what rrweb does not: top layer, several choices of a list, half-checked boxes, numbers of files, validity that shows, sheets
 * that are switched off, states of custom elements. `tell` takes what has changed of an element.
 */
export function createPageState(
  tell: (element: Element, changes: State) => void,
  isOpenField: (field: Element) => boolean,
  step: (element: Element) => void,
): PageState {
  const told = new WeakMap<Element, State>();
  const dirty = new Set<Element>();
  const customs = watchCustomStates((element) => touch(element));
  let waiting = false;

  /** The element that fills the screen. */
  let full = document.fullscreenElement;

  const fieldState = (field: HTMLInputElement & HTMLSelectElement): State => {
    const { type, value } = field as HTMLInputElement;
    const mixed = type === "checkbox" && field.indeterminate;
    const chosen = [...(field.options ?? [])];
    const open = isOpenField(field);
    const hidden = !open && !!value;
    // Whether a box is checked or something is chosen would be said by this.
    const says = open || !/^(?:checkbox|radio|select|hidden)/.test(type);
    // What stands for a hidden value is as good as no other.
    const validity = ["user-invalid", "user-valid", ...(hidden ? ["invalid", "valid"] : [])];
    return {
      rr_valid: (says && validity.find((name) => is(field, ":" + name))) || null,
      rr_typed: (hidden && type === "number") || null,
      rr_auto: is(field, ":autofill") || null,
      rr_files: field.files?.length || null,
      rr_mixed: (open && mixed) || null,
      rr_selected: (open && chosen.flatMap((option, at) => (option.selected ? at : [])).join(" ")) || null,
    };
  };

  const stateOf = (element: Element): State => {
    const { tagName } = element;
    if (/^(?:INPUT|SELECT|TEXTAREA)$/.test(tagName)) return fieldState(element as HTMLInputElement & HTMLSelectElement);
    const state: State = {};
    if (tagName === "DIALOG" || element === full || order.has(element) || element.hasAttribute("popover")) {
      state["rr_top"] = place(element);
      state["rr_full"] = element === full || null;
    } else if (/^(?:STYLE|LINK)$/.test(tagName))
      state["rr_off"] = (element as HTMLStyleElement).sheet?.disabled || null;
    if (tagName.includes("-")) state["rr_states"] = customs.of(element) || null;
    return state;
  };

  const look = () => {
    waiting = false;
    for (const element of dirty) {
      const before = told.get(element) ?? {};
      const now = stateOf(element);
      const changes: State = {};
      for (const name in now) if (now[name] !== (before[name] ?? null)) changes[name] = now[name]!;
      told.set(element, now);
      if (Object.keys(changes).length) tell(element, changes);
    }
    dirty.clear();
  };

  function touch(element: Element): void {
    dirty.add(element);
    // What the browser changes after its event has changed by then.
    if (!waiting) setTimeout(guard(look), 0);
    waiting = true;
  }

  const { prototype } = StyleSheet;
  const own = Object.getOwnPropertyDescriptor(prototype, "disabled")!;
  Object.defineProperty(prototype, "disabled", {
    ...own,
    set(this: StyleSheet, off: boolean) {
      own.set!.call(this, off);
      if (this.ownerNode) touch(this.ownerNode as Element);
    },
  });

  return {
    serialise(element, attributes) {
      step(element);
      if (element.localName.includes("-")) customs.watch(element);
      // Options that come later bring a choice with them.
      const list = element.localName === "option" && element.closest("select");
      if (list) touch(list);
      const state = stateOf(element);
      told.set(element, state);
      for (const name in state) if (state[name] !== null) attributes[name] = state[name]!;
    },
    touched(target, type, reread) {
      const element = target as Element & { elements?: HTMLFormControlsCollection };
      if (type === "fullscreenchange") {
        if (full) touch(full);
        full = document.fullscreenElement;
        if (full) touch(full);
      }
      if (!element?.tagName) return;
      // Closed and opened again it is above those that came in between, and one event tells of both.
      if (type === "toggle") {
        order.delete(element);
        dirty.delete(element);
      }
      touch((element.tagName === "OPTION" && element.closest("select")) || element);
      if (!/^(?:reset|submit)$/.test(type) || !element.elements) return;
      const fields = [...element.elements];
      fields.forEach(touch);
      // The values are reset after the event.
      if (type === "reset") setTimeout(() => fields.forEach((each) => reread({ target: each, isTrusted: false })), 0);
    },
    keyframe() {
      if (customs.isUsed()) setTimeout(guard(customs.learn), 0);
    },
    stop() {
      customs.stop();
      Object.defineProperty(prototype, "disabled", own);
    },
  };
}
