import { RECORDER_VERSION } from "../version.ts";
import type { Signal } from "./signal.ts";

/** `playhead.page`: where this document is and how it is looked at. Sent once, before everything else. */
export const page: Signal = ({ send, tab }) => {
  send("playhead.page", {
    url: location.href,
    title: document.title,
    referrer: document.referrer,
    tab,
    viewport: { width: innerWidth, height: innerHeight },
    screen: { width: screen.width, height: screen.height, density: devicePixelRatio },
    language: navigator.language,
    recorder: RECORDER_VERSION,
  });
  return () => {};
};
