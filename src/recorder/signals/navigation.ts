import type { CustomPayloads } from "../../protocol/events.ts";
import { guard, listen, stopAll, type Stop } from "../guard.ts";
import { scrubUrl } from "../urls.ts";
import type { Signal } from "./signal.ts";

type How = CustomPayloads["playhead.navigation"]["how"];

/**
 * Calls `after` whenever the page has called a method of `history`. The page's own call is passed on as it came: receiver,
 * arguments, result, exception. The stop restores the method unless somebody else has wrapped it since.
 */
function wrapHistory(name: "pushState" | "replaceState", after: () => void): Stop {
  const original = history[name];
  const own = Object.prototype.hasOwnProperty.call(history, name);
  let active = true;
  const wrapper = function (this: History, ...args: Parameters<History["pushState"]>) {
    const result = Reflect.apply(original, this, args);
    if (active) after();
    return result;
  };
  // A frozen history keeps its method: navigations are then seen by their events alone.
  guard(() => (history[name] = wrapper))();
  return () => {
    active = false;
    if (history[name] !== wrapper) return;
    if (own) history[name] = original;
    else delete (history as Partial<History>)[name];
  };
}

function withoutFragment(address: string): string {
  return address.split("#", 1)[0]!;
}

/** `playhead.navigation`: the address changed without a new document, or the title did. */
export const navigation: Signal = ({ send }) => {
  let address = location.href;
  let title = document.title;

  const report = guard((how: How) => {
    const { href } = location;
    // Routers replace the state to note scroll positions, with the same address.
    const moved = how === "replace" ? scrubUrl(href) !== scrubUrl(address) : href !== address;
    const renamed = document.title !== title;
    address = href;
    title = document.title;
    if (how === "title" ? renamed : moved) send("playhead.navigation", { url: href, title, how });
  });

  const titles = new MutationObserver(() => report("title"));
  guard(() => titles.observe(document.head, { childList: true, subtree: true, characterData: true }))();

  return stopAll([
    wrapHistory("pushState", () => report("push")),
    wrapHistory("replaceState", () => report("replace")),
    listen(window, "popstate", () => {
      // Following a link to a fragment fires both; `hashchange` tells it apart.
      if (withoutFragment(location.href) !== withoutFragment(address)) report("pop");
    }),
    listen(window, "hashchange", () => report("hash")),
    () => titles.disconnect(),
  ]);
};
