import { EventType, IncrementalSource, MouseInteraction, type RecordedEvent } from "../../protocol/events.ts";
import type { Track } from "./track.ts";

/** The element that has the focus, 0 for none, and whether a ring shows it. */
export interface Focus {
  id: number;
  ring: boolean;
}

/** rrweb's `MouseInteractions.TouchStart`. */
const TOUCH_START = 7;
/** In recordings that do not tell of rings, a focus that comes this soon after a press has none. */
const PRESS_MS = 500;

function interaction({ type, data }: RecordedEvent): { type: number; id: number; ring?: boolean } | null {
  const { source, ...rest } = data as { source: number; type: number; id: number; ring?: boolean };
  return type === EventType.IncrementalSnapshot && source === IncrementalSource.MouseInteraction ? rest : null;
}

export function isFocusChange(event: RecordedEvent): boolean {
  const type = interaction(event)?.type;
  return type === MouseInteraction.Focus || type === MouseInteraction.Blur;
}

/** Where the focus was after the first `count` events, from the keyframe on. */
export function focusAt(track: Track, keyframe: number, count: number): Focus {
  let focus: Focus = { id: 0, ring: false };
  let pressedAt = -Infinity;
  for (let index = keyframe; index < count; index++) {
    const data = interaction(track.events[index]!);
    if (!data) continue;
    const at = track.at[index]!;
    if (data.type === MouseInteraction.MouseDown || data.type === TOUCH_START) pressedAt = at;
    else if (data.type === MouseInteraction.Focus)
      focus = { id: data.id, ring: data.ring ?? at - pressedAt >= PRESS_MS };
    else if (data.type === MouseInteraction.Blur && data.id === focus.id) focus = { id: 0, ring: false };
  }
  return focus;
}

/**
 * Whether recorded focus may take the keyboard focus of this window: only when nobody is using it. A field the visitor was in
 * shows its caret and ring then; a person typing into the filter box keeps typing there.
 */
function mayTakeFocus(): boolean {
  const active = document.activeElement;
  return active === null || active === document.body || active instanceof HTMLIFrameElement;
}

/**
 * Focuses the element, with a ring only where the visitor had one. The keyboard is left alone when somebody else has it, and what
 * looks focused then is a matter of the style sheets (`css-states.ts`).
 */
export function applyFocus({ id, ring }: Focus, node: (id: number) => Node | null): void {
  const element = node(id) as HTMLElement | null;
  if (!mayTakeFocus()) return;
  if (!element) return blurIn(node(1) as Document | null);
  if (element.ownerDocument.activeElement === element && element.matches(":focus-visible") === ring) return;
  element.blur?.();
  // `focusVisible` is not in TypeScript's library yet.
  element.focus?.({ preventScroll: true, focusVisible: ring } as FocusOptions);
}

function blurIn(document: Document | null): void {
  const active = document?.activeElement as HTMLElement | null | undefined;
  if (active && active !== document!.body) active.blur();
}
