import type { RecordedEvent } from "../protocol/events.ts";
import { filterEvent } from "../protocol/privacy/filter-core.ts";
import { newRecorderPrivacy } from "../protocol/privacy/new-privacy.ts";
import type { RecorderPrivacy } from "../protocol/privacy/privacy.schema.ts";
import type { AssetSite } from "./assets/site.ts";
import { rest } from "./watchdog/strides.ts";
import { createTreatments, type Treatments } from "./treatments.ts";

export { knowShapes } from "../protocol/privacy/filter-core.ts";

let privacy = newRecorderPrivacy();
let nodeOf: ((id: number) => Node | null) | undefined;
let treatments: Treatments | undefined;
let whole = false;

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

function report(): void {}

/** Whether what this element shows may leave the page. */
export function isShown(element: Element): boolean {
  return treatments?.isShown(element) ?? false;
}

/** From now on events carry what they can, because they are also played where the files of this session are not known. */
export function carryWhole(): void {
  whole = true;
}

/** What may be told of files that a page uses, see `AssetSite`. */
export function filesMode(): ReturnType<AssetSite["mode"]> {
  const { mode } = privacy;
  return mode === "content_free" ? "none" : whole ? "whole" : mode === "explicit" ? "named" : "raw";
}

/**
 * The one place every event passes before it is kept: what must not leave the page is taken out here, in place. `null` drops the
 * event. Of what comes from the page in a frame (the id of its element) nobody here knows the nodes: what that page has let through
 * is marked, and what holds for the frame holds for all that is in it.
 */
export function filter(event: RecordedEvent, frame?: number): RecordedEvent | null {
  treatments?.fresh();
  rest();
  if (frame === undefined) return filterEvent(event, privacy, treatments, report);
  const treatment = treatments?.treatment(frame) ?? "block";
  if (treatment === "block") return null;
  const hidden = treatment === "mask" || treatment === "ignore";
  return filterEvent(event, hidden ? { ...privacy, mode: "content_free" } : privacy, undefined, report);
}
