/**
 * Answers to media queries that belong to the visitor's device and settings, apart from the usual ones: what is not told is light,
 * without preference, without pointer. The size of the window is not among them: a replay has it.
 */
export const MEDIA_FACTS =
  "prefers-color-scheme:dark prefers-contrast:more prefers-contrast:less prefers-contrast:custom prefers-reduced-motion:reduce prefers-reduced-transparency:reduce prefers-reduced-data:reduce forced-colors:active inverted-colors:inverted hover:hover any-hover:hover pointer:fine pointer:coarse any-pointer:fine any-pointer:coarse color-gamut:p3 dynamic-range:high display-mode:standalone display-mode:fullscreen display-mode:minimal-ui";

/** How the visitor saw the page: `playhead.media`. */
export interface MediaFacts {
  /** Those of `MEDIA_FACTS` that held. */
  facts: string[];
  /** Device pixels for a CSS pixel. */
  density: number;
  /** Size of the screen, CSS pixels. */
  width: number;
  height: number;
  /** Width of the document's scrollbar, CSS pixels: 0 when it lies over the page; absent when the page had none. */
  bar?: number;
}
