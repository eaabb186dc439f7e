import { listen } from "../guard.ts";
import type { Signal } from "./signal.ts";
import { named, pathOf } from "./target.ts";

/**
 * `playhead.click`: the visitor, not a script, clicked something that has a name; where places are told, anything. Texts, labels and
 * values are not looked at.
 */
export const click: Signal = (context) =>
  listen(window, "click", (event) => {
    const path = pathOf(event);
    if (!event.isTrusted || !path[0]) return;
    const found = named(path);
    const { name, element } = found ?? { name: "", element: path[0] };
    if (found || context.place)
      context.send("playhead.click", { name, tag: element.localName, ...context.place?.(event as MouseEvent, path) });
  });
