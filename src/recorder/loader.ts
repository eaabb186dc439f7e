import type { Playhead } from "./api.ts";
import { createClient } from "./client.ts";
import { quietly } from "./quietly.ts";

/** The script tag: puts `window.playhead` in place and, when the tag names a key, starts. */
quietly(() => {
  const page = window as { playhead?: Playhead };
  const present = page.playhead;
  // Pasted twice: the first one stays.
  if (present?.sessionUrl) return;
  const script = document.currentScript as HTMLScriptElement | null;
  const { key, manual } = script ? script.dataset : {};
  const playhead = createClient((address) => import(address), script?.src);
  // A name that the page uses for something else is left alone; the key in the tag still records.
  page.playhead = present || playhead;
  if (key) playhead.init({ key, manual: manual != null });
})();
