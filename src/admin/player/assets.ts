import { rootsIn, type Root } from "./roots.ts";

/** A picture does not wait longer than this for what it shows; a blocked or lost address fails at once. */
const WAIT_MAX_MS = 3_000;

function once(target: EventTarget, ...names: string[]): Promise<void> {
  return new Promise((resolve) => {
    for (const name of names) target.addEventListener(name, () => resolve(), { once: true });
  });
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
  for (const media of root.querySelectorAll<HTMLMediaElement>("video, audio"))
    if (media.seeking && !media.error) waits.push(once(media, "seeked", "error"));
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
