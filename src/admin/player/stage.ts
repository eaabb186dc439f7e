/** What the picture on the stage is: `settled` means final, for the moment that was asked for. */
export type FrameState = "loading" | "seeking" | "playing" | "settled" | "error";

/**
 * The place of the replay frame. There is always exactly one frame with `data-replay`, in `data-state`; a picture in the
 * making lies under it, laid out but not visible, so that seeking shows no white flash.
 */
export interface Stage {
  /** A place to build the next picture in. */
  prepare(): HTMLElement;
  /** Shows the frame built in `place` instead of the one before, whose place is emptied by whoever owns it. */
  show(place: HTMLElement, frame: HTMLIFrameElement): void;
  state(state: FrameState): void;
  stop(): void;
}

export function createStage(root: HTMLElement): Stage {
  let shown: { place: HTMLElement; frame: HTMLIFrameElement };
  let current: FrameState = "loading";

  function mark(frame: HTMLIFrameElement): void {
    frame.setAttribute("data-replay", "");
    frame.setAttribute("data-state", current);
  }

  function prepare(): HTMLElement {
    const place = document.createElement("div");
    place.className = "replay-place";
    place.setAttribute("data-pending", "");
    root.append(place);
    return place;
  }

  const place = prepare();
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-same-origin");
  frame.title = "Replay";
  frame.tabIndex = -1;
  frame.style.display = "none";
  place.append(frame);
  shown = { place, frame };
  mark(frame);

  return {
    prepare,
    show(next, nextFrame) {
      const before = shown;
      before.frame.removeAttribute("data-replay");
      before.frame.removeAttribute("data-state");
      shown = { place: next, frame: nextFrame };
      next.removeAttribute("data-pending");
      mark(nextFrame);
      if (before.place !== next) before.place.remove();
    },
    state(state) {
      current = state;
      shown.frame.setAttribute("data-state", state);
    },
    stop: () => root.replaceChildren(),
  };
}
