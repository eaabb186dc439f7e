import { rootsIn, type Root } from "./roots.ts";

/** A picture does not wait longer than this for what it shows; a blocked or lost address fails at once. */
const WAIT_MAX_MS = 3_000;

function once(target: EventTarget, ...names: string[]): Promise<void> {
  return new Promise((resolve) => {
    for (const name of names) target.addEventListener(name, () => resolve(), { once: true });
  });
}

const MEDIA_EVENTS = ["loadeddata", "seeked", "suspend", "emptied", "abort", "error"];

/** A film that stands still draws the frame of its place within this time after it has it; some draw one that is further off. */
const FRAME_MS = 300;
const FRAME_S = 0.1;

/** Resolves when a film has drawn the frame of its place. */
async function frameShown(video: HTMLVideoElement): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = (_: number, { mediaTime }: VideoFrameCallbackMetadata) => {
      if (Math.abs(mediaTime - video.currentTime) < FRAME_S) resolve();
      else handle = video.requestVideoFrameCallback(look);
    };
    let handle = video.requestVideoFrameCallback(look);
    setTimeout(() => {
      video.cancelVideoFrameCallback(handle);
      resolve();
    }, FRAME_MS);
  });
}

/** Resolves when a medium shows what it has to, or is not going to load more. */
async function mediaReady(media: HTMLMediaElement): Promise<void> {
  // A source that was just given to it is not looked at before.
  await frameDrawn();
  const isPending = () =>
    !media.error &&
    (media.seeking || (media.readyState < media.HAVE_CURRENT_DATA && media.networkState === media.NETWORK_LOADING));
  if (!isPending()) return;
  await new Promise<void>((resolve) => {
    const look = () => {
      if (isPending()) return;
      for (const name of MEDIA_EVENTS) media.removeEventListener(name, look);
      resolve();
    };
    for (const name of MEDIA_EVENTS) media.addEventListener(name, look);
  });
  if (media.localName === "video" && !media.error) await frameShown(media as HTMLVideoElement);
}

function pendingIn(root: Root): Promise<unknown>[] {
  const waits: Promise<unknown>[] = "fonts" in root ? [root.fonts.ready] : [];
  for (const image of root.querySelectorAll<HTMLImageElement>("img")) {
    // Lazy images below the fold never load; they are not in the picture either.
    if (!image.complete && image.loading !== "lazy") waits.push(once(image, "load", "error"));
    else if (image.complete && image.naturalWidth > 0) waits.push(image.decode().catch(() => undefined));
  }
  for (const link of root.querySelectorAll<HTMLLinkElement>("link[rel~='stylesheet'][href]"))
    if (!link.sheet) waits.push(once(link, "load", "error"));
  for (const media of root.querySelectorAll<HTMLMediaElement>("video, audio")) waits.push(mediaReady(media));
  return waits;
}

/** Resolves when fonts, images and style sheets of a document and its frames have loaded or failed, or after `max` milliseconds. */
export async function assetsSettled(document: Document, max: number = WAIT_MAX_MS): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, max);
  });
  const all = rootsIn(document).flatMap(pendingIn);
  await Promise.race([Promise.allSettled(all), limit]);
  clearTimeout(timer);
}

/** Resolves when the next frame is being drawn; a hidden tab draws none, so there it is a matter of time. */
export function frameDrawn(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 200);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
