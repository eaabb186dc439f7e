import { REACTIONS, RECORDER } from "../../protocol/limits.ts";
import { guard, listen, stopAll } from "../guard.ts";
import { clearTimeout, setTimeout } from "../natives.ts";
import type { Signal } from "./signal.ts";
import { looksClickable, nameOf, pathOf } from "./target.ts";

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

/** Clicks on one spot that are still looked at. */
interface Attempt {
  x: number;
  y: number;
  /** Takes one more click. */
  click(event: MouseEvent): void;
  /** Something has changed. */
  answer(): void;
  /** Tells what is known by now. */
  settle(): void;
}

/**
 * `playhead.reaction`: clicks on one spot and what came of them; the server judges which were rage, and which led nowhere. Looks from the
 * press of the button on, since many menus open then, and only until something changes. Whatever changes counts as the answer, asked
 * for or not (a ticking clock): rather a dead click too few than one too many. Requests do not count, as nobody sees them. What is not
 * seen: changes in shadow roots that the click did not go through. Keyboards are not looked at; held keys repeat by themselves.
 */
export const reaction: Signal = ({ send }) => {
  const open = new Set<Attempt>();

  const begin = (event: MouseEvent, path: Element[]): Attempt => {
    const clicks: MouseEvent[] = [];
    const { href } = location;
    const facts = { name: nameOf(path), reacts: looksClickable(path) };
    /** Milliseconds from the first click, as far as it was heard; a press may have changed something before. */
    let changed: number | null = null;
    let heardAt = 0;
    let selected = false;
    let due = 0;
    let timer: number | undefined;

    const wait = () => {
      clearTimeout(timer);
      const ms = changed === null ? REACTIONS.watchMs : REACTIONS.burstMs;
      due = performance.now() + ms;
      timer = setTimeout(settle, ms);
    };
    const answer = () => {
      stopWatching();
      changed ??= clicks.length ? Math.round(performance.now() - heardAt) : 0;
      wait();
    };
    const observer = new MutationObserver(answer);
    for (const root of new Set([document, ...path.map((element) => element.getRootNode())]))
      observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    const stopWatching = stopAll([
      () => observer.disconnect(),
      ...ANSWERS.map((type) => listen(window, type, answer)),
      // Pressing a button gives it the focus; that is not its answer.
      listen(window, "focusin", (focus) => path.includes(pathOf(focus)[0]!) || answer()),
      listen(document, "selectionchange", () => {
        if (!getSelection()?.isCollapsed) selected = true;
      }),
    ]);

    const settle = guard(() => {
      clearTimeout(timer);
      stopWatching();
      open.delete(attempt);
      const [first] = clicks;
      if (!first) return;
      const since = ({ timeStamp }: Event) => Math.round(timeStamp - first.timeStamp);
      // A timer that is late was held up, perhaps by an alert(), which is an answer as well.
      const late = performance.now() > due + REACTIONS.deadMs / 2;
      if (late || location.href !== href || isFollowed(path, clicks)) changed ??= since(clicks.at(-1)!);
      send("playhead.reaction", {
        clicks: clicks.map(since),
        changed,
        x: Math.round(first.clientX),
        y: Math.round(first.clientY),
        ...facts,
        ...(selected && { selected }),
      });
    });

    const attempt: Attempt = {
      x: event.clientX,
      y: event.clientY,
      click(click) {
        if (!clicks.length) heardAt = performance.now();
        if (clicks.length < REACTIONS.clicks) clicks.push(click);
        wait();
      },
      answer,
      settle,
    };
    wait();
    open.add(attempt);
    return attempt;
  };

  const hear = (event: Event) => {
    const mouse = event as MouseEvent;
    const click = event.type === "click";
    if (!event.isTrusted || mouse.button || (click && !mouse.detail)) return;
    const path = pathOf(event);
    if (!path[0] || path.some((element) => element.matches(REACTS_UNSEEN))) return;
    const near = [...open].find(({ x, y }) => Math.hypot(mouse.clientX - x, mouse.clientY - y) < RECORDER.ragePx);
    const attempt = near ?? begin(mouse, path);
    if (click) attempt.click(mouse);
  };

  /** With what is known by now; `left`: the page goes, which is an answer. */
  const settleAll = (left: boolean) => {
    for (const attempt of open) {
      if (left) attempt.answer();
      attempt.settle();
    }
  };

  return stopAll([
    listen(window, "pointerdown", hear),
    listen(window, "click", hear),
    listen(window, "pagehide", () => settleAll(true)),
    () => settleAll(true),
  ]);
};
