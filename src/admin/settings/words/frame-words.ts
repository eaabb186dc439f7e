import type { Policy } from "../../../protocol/policy.schema.ts";
import { andText } from "./list-text.ts";

/** What of canvases and frames is recorded as things are. */
export function embeddedNow({ privacy, frames: { children, parents } }: Pick<Policy, "privacy" | "frames">): string {
  const canvas = !privacy.canvas
    ? "Canvases are labelled boxes"
    : privacy.mode === "content_free"
      ? "Canvases are labelled boxes, because no content is recorded"
      : "Canvases are recorded as pictures";
  const frames =
    children.length > 0 ? `frames of ${andText(children)} are taken in` : "frames of other origins are boxes";
  const own = parents.length > 0 ? ` Your pages give their recording to ${andText(parents)}.` : "";
  return `${canvas}; ${frames}.${own}`;
}
