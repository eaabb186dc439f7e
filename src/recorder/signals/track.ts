import { LIMITS } from "../../protocol/limits.ts";
import { toJson } from "../json.ts";
import { isBag, type Signal } from "./signal.ts";

/** `playhead.track`: an event of the site. What JSON cannot hold is the site's fault, and said so. */
export const track: Signal = ({ send, answer, warn }) =>
  answer("track", (name, properties) => {
    try {
      if (typeof name === "string" && name && name.length <= LIMITS.eventNameChars && isBag(properties)) {
        toJson(properties ?? null);
        send("playhead.track", { name, ...(properties && { properties }) });
        return;
      }
    } catch {
      // A cycle, a BigInt, a throwing getter: told with the rest.
    }
    warn(`track() takes a text of up to ${LIMITS.eventNameChars} characters and an object that JSON can hold`);
  });
