import { listen } from "../guard.ts";
import type { Signal } from "./signal.ts";
import { named, pathOf } from "./target.ts";

/** `playhead.click`: the visitor, not a script, clicked something that has a name. Texts, labels and values are not looked at. */
export const click: Signal = ({ send }) =>
  listen(window, "click", (event) => {
    const found = event.isTrusted && named(pathOf(event));
    if (found) send("playhead.click", { name: found.name, tag: found.element.localName });
  });
