import type { Manifest } from "../../../protocol/api.schema.ts";
import { api } from "../../api.ts";
import type { Size } from "../../player/fit.ts";
import { memberSource } from "../../player/member-source.ts";
import { startChunkReader } from "../../player/reader-worker.ts";
import { createRecording } from "../../player/recording.ts";
import { createScreen } from "../../player/screen.ts";
import { createSessionFiles, type SessionFiles } from "../../player/session-files.ts";

/** The first picture of a session, standing still. */
export interface Still {
  document: Document;
  /** Path of the page's address; empty when addresses are not collected. */
  path: string;
  size: Size;
  dispose(): void;
}

/** Pages that draw themselves need a moment after their first keyframe. Milliseconds of session time. */
const AFTER_KEYFRAME_MS = 1_500;

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : "";
}

/** The files of the session, its style sheets loaded. */
async function filesOf(
  session: string,
  { assets, grant }: Pick<Manifest, "assets" | "grant">,
  signal: AbortSignal,
): Promise<SessionFiles> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const changed = () => files.ready() && resolve();
  const files = createSessionFiles(memberSource(session), changed);
  files.grant(grant);
  files.know(assets);
  signal.addEventListener("abort", () => resolve());
  changed();
  await promise;
  files.stop();
  return files;
}

/** Draws it in `root`. Opening it is a view, like playing. @throws {ApiError}, or an error whose message can be shown */
export async function drawStill(root: HTMLElement, session: string, signal: AbortSignal): Promise<Still> {
  const manifest = await api.manifest(session, signal);
  const { session: row, chunks, pages, grant } = manifest;
  const [first] = chunks
    .flatMap(({ n, keyframes }) => keyframes.map((keyframe) => ({ n, ...keyframe })))
    .toSorted((a, b) => a.at - b.at);
  if (!first) throw new Error("This session has no picture that is stored yet.");
  const reader = startChunkReader();
  const recording = createRecording(row.startedAt);
  try {
    recording.add(await reader.read(await api.chunk(session, first.n, grant, signal), true));
  } finally {
    reader.stop();
  }
  const track = recording.track(first.page);
  if (signal.aborted || !track) throw new Error("This session has no picture that can be read.");
  const files = await filesOf(session, manifest, signal);
  const place = document.createElement("div");
  root.append(place);
  // A part of a page that can't be drawn is missing in the preview, nothing more.
  const handlers = { fill: files.fill, report: (error: unknown) => console.warn("preview:", error), key() {} };
  const at = first.at - row.startedAt + AFTER_KEYFRAME_MS;
  const screen = await createScreen(place, track, at, handlers, () => !signal.aborted);
  if (!screen) {
    place.remove();
    throw new Error("The preview was closed.");
  }
  const dispose = () => {
    screen.dispose();
    place.remove();
  };
  await screen.settle();
  const drawn = screen.picture.document();
  if (signal.aborted || !drawn) {
    dispose();
    throw new Error("The preview was closed.");
  }
  const url = pages.find(({ page }) => page === first.page)?.url ?? "";
  return { document: drawn, path: pathOf(url), size: screen.picture.size() ?? { width: 1280, height: 800 }, dispose };
}
