import { RECORDER } from "../../protocol/limits.ts";
import { guard, listen, stopAll, type Stop } from "../guard.ts";
import { clearTimeout, setTimeout } from "../natives.ts";
import { pathOf } from "./target.ts";

/** Clicks on one spot, until the visitor gave up. Nothing came of them. */
export interface Attempt {
  /** From the innermost element outwards. */
  path: Element[];
  clicks: MouseEvent[];
  /** Whether text was selected by them. */
  selected: boolean;
}

/**
 * What answers a click apart from changes of the DOM: a place, a field, a form, a medium, a popover, another window, a new
 * document. Capturing listeners hear those that do not bubble as well.
 */
const ANSWERS =
  "scroll,input,change,submit,reset,invalid,toggle,close,play,pause,seeking,volumechange,ratechange,fullscreenchange,popstate,hashchange,pagehide,visibilitychange,blur,beforeprint,copy".split(
    ",",
  );

/** They always react, and in ways that no script can see: carets, lists and pickers of the browser, pictures of the page. */
const REACTS_UNSEEN =
  "input:not([type=button],[type=submit],[type=reset],[type=image]),textarea,select,option,label,canvas,video,audio,object,embed,[contenteditable],[role=slider],[role=spinbutton]";

/** A link that leads elsewhere and was followed: the answer may be long in coming, or be a download or another program. */
function isFollowed(path: Element[], clicks: MouseEvent[]): boolean {
  const href = path.find((element) => element.matches("a[href]"))?.getAttribute("href");
  return !!href && !/^(#|javascript:)/i.test(href.trim()) && clicks.some((click) => !click.defaultPrevented);
}

/**
 * Calls `judge` with clicks that nothing came of within `RECORDER.reactionMs` of the last one. Looks from the press of the button
 * on, since many menus open then, and only while an attempt lasts. Whatever changes in that time counts as the answer, asked for
 * or not (a ticking clock): rather a dead click too few than one too many. Requests do not count, as nobody sees them. What is not seen: changes in shadow
 * roots that the click did not go through. Keyboards are not looked at; held keys repeat by themselves.
 */
export function watchAttempts(concerns: (path: Element[]) => boolean, judge: (attempt: Attempt) => void): Stop {
  let attempt: Attempt | undefined;
  let first: MouseEvent;
  let href = "";
  let due = 0;
  let timer: number | undefined;
  let stopWatching: Stop | undefined;

  const end = () => {
    clearTimeout(timer);
    stopWatching?.();
    attempt = stopWatching = undefined;
  };

  const settle = guard(() => {
    const over = attempt!;
    const { path, clicks } = over;
    end();
    // A timer that is late was held up, perhaps by an alert(), which is an answer.
    const late = performance.now() > due + RECORDER.reactionMs / 2;
    if (clicks.length && !late && location.href === href && !isFollowed(path, clicks)) judge(over);
  });

  const wait = () => {
    clearTimeout(timer);
    due = performance.now() + RECORDER.reactionMs;
    timer = setTimeout(settle, RECORDER.reactionMs);
  };

  const begin = (event: MouseEvent, path: Element[]) => {
    end();
    if (!path[0] || path.some((element) => element.matches(REACTS_UNSEEN)) || !concerns(path)) return;
    const mine: Attempt = (attempt = { path, clicks: [], selected: false });
    first = event;
    ({ href } = location);
    /** Answered: the rest of the burst is not looked at either, but is still this burst. */
    const answered = () => {
      stopWatching?.();
      stopWatching = undefined;
      mine.clicks.length = 0;
      mine.path.length = 0;
    };
    const observer = new MutationObserver(answered);
    for (const root of new Set([document, ...path.map((element) => element.getRootNode())]))
      observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    stopWatching = stopAll([
      () => observer.disconnect(),
      ...ANSWERS.map((type) => listen(window, type, answered)),
      // Pressing a button gives it the focus; that is not its answer.
      listen(window, "focusin", (focus) => path.includes(pathOf(focus)[0]!) || answered()),
      listen(document, "selectionchange", () => {
        if (!getSelection()?.isCollapsed) mine.selected = true;
      }),
    ]);
    wait();
  };

  const hear = (event: Event) => {
    const mouse = event as MouseEvent;
    const click = event.type === "click";
    if (!event.isTrusted || mouse.button || (click && !mouse.detail)) return;
    const near = attempt && Math.hypot(mouse.clientX - first.clientX, mouse.clientY - first.clientY) < RECORDER.ragePx;
    if (!near) begin(mouse, pathOf(event));
    if (!attempt) return;
    if (click && attempt.path.length) attempt.clicks.push(mouse);
    wait();
  };

  return stopAll([listen(window, "pointerdown", hear), listen(window, "click", hear), end]);
}
