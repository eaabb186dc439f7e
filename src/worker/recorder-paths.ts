import asset from "../../dist/recorder.json";
import type { PageDirections } from "../durable-objects/index.ts";
import { recorderPrivacyOf } from "../protocol/index.ts";
import type { PrivacySettings } from "../protocol/privacy/privacy.schema.ts";
import type { Directions } from "../protocol/start.schema.ts";

/** What the build says of the chunks that pages load: their paths on this server, with their hashes. */
const PATHS: { path: string; capture?: string } = asset;

/** Directions as they go to the page, with the paths of the chunks it needs; nothing when the decision is final. */
export function directionsFor(
  { watch, identity, recorder, capture }: PageDirections,
  privacy: PrivacySettings,
): Directions | null {
  if (!recorder) return null;
  return {
    recorder: PATHS.path,
    privacy: recorderPrivacyOf(privacy),
    ...(capture && PATHS.capture !== undefined && { capture: PATHS.capture }),
    ...(watch && { watch }),
    ...(identity && { identity }),
  };
}
