import { LIMITS } from "../../protocol/limits.ts";
import { isBag, type Signal } from "./signal.ts";

/** `playhead.identify`: the site said who the visitor is. */
export const identify: Signal = ({ send, answer, warn }) =>
  answer("identify", (user, traits) => {
    if (typeof user !== "string" || !user || user.length > LIMITS.userIdChars || !isBag(traits))
      warn(`identify() takes a text of up to ${LIMITS.userIdChars} characters and an object`);
    else send("playhead.identify", { user, ...(traits && { traits }) });
  });
