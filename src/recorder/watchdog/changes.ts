import { guard, type Stop } from "../guard.ts";

/** Counts changes of the document's DOM, without looking at them. Not of shadow roots and frames. */
export function countChanges(heard: (changes: number) => void): Stop {
  const observer = new MutationObserver(guard((records) => heard(records.length)));
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  return () => observer.disconnect();
}
