import type { RecordedEvent } from "../protocol/events.ts";
import { filterEvent } from "../protocol/privacy/filter.ts";
import { newRecorderPrivacy } from "../protocol/privacy/new-privacy.ts";
import type { RecorderPrivacy } from "../protocol/privacy/privacy.schema.ts";
import { createTreatments, type Treatments } from "./treatments.ts";

let privacy = newRecorderPrivacy();
let nodeOf: ((id: number) => Node | null) | undefined;
let treatments: Treatments | undefined;

/** What may leave the page from now on. Without a call the defaults hold. */
export function setPrivacy(next: RecorderPrivacy): void {
  privacy = next;
  if (nodeOf) treatments = createTreatments(privacy, nodeOf);
}

/** Lets the filter see the page, by rrweb's ids of its nodes. Before that, whatever would need a look is hidden. */
export function seePage(find: (id: number) => Node | null): void {
  nodeOf = find;
  setPrivacy(privacy);
}

/** Whether a rule names this field, so that its value may be read. */
export function isOpenField(field: Element): boolean {
  return treatments?.isOpen(field) ?? false;
}

/** Whether what this element shows may leave the page. */
export function isShown(element: Element): boolean {
  return treatments?.isShown(element) ?? false;
}

/** What may be told of files that a page uses, see `AssetSite`. */
export function filesMode(): "none" | "named" | "raw" {
  const { mode } = privacy;
  return mode === "content_free" ? "none" : mode === "explicit" ? "named" : "raw";
}

/**
 * The one place every event passes before it is kept: what must not leave the page is taken out here, in place. `null` drops the
 * event.
 */
export function filter(event: RecordedEvent): RecordedEvent | null {
  treatments?.fresh();
  return filterEvent(event, privacy, treatments, () => {});
}
