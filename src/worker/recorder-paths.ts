import asset from "../../dist/recorder.json";
import type { PageDirections } from "../durable-objects/index.ts";
import { recorderPrivacyOf } from "../protocol/index.ts";
import type { Policy, SignalSettings } from "../protocol/policy.schema.ts";
import type { Directions } from "../protocol/start.schema.ts";

/** What the build says of the chunks that pages load: their paths on this server, with their hashes. */
const PATHS: { path: string; capture?: string; canvas?: string; frames?: string; signals?: string } = asset;

/** What adds to the capture of the DOM. */
function extrasOf({ privacy, frames: { children, parents } }: Policy): Pick<Directions, "canvas" | "frames"> {
  const { canvas, frames } = PATHS;
  return {
    ...(canvas !== undefined && privacy.canvas && privacy.mode !== "content_free" && { canvas }),
    ...(frames !== undefined &&
      children.length + parents.length > 0 && { frames: { path: frames, children, parents } }),
  };
}

function pickSignals({ signals: { console, network } }: Policy): Pick<SignalSettings, "console" | "network"> {
  return { console, network };
}

/** Directions as they go to the page, with the paths of the chunks it needs; nothing when the decision is final. */
export function directionsFor(
  { watch, identity, recorder, capture }: PageDirections,
  policy: Policy,
): Directions | null {
  if (!recorder) return null;
  return {
    recorder: PATHS.path,
    privacy: recorderPrivacyOf(policy.privacy),
    ...(capture && PATHS.capture !== undefined && { capture: PATHS.capture, ...extrasOf(policy) }),
    ...(PATHS.signals !== undefined && { signals: { path: PATHS.signals, ...pickSignals(policy) } }),
    ...(watch && { watch }),
    ...(identity && { identity }),
  };
}
