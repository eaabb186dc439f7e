import type { Manifest } from "../api.schema.ts";
import type { KeyRecipe } from "./file-key.ts";

/*
 * An HTML export: the player, and parts in elements `<script type="application/octet-stream" data-part="<name>">` with base64 inside.
 * `facts` and chunks (`c<n>`) and style sheets (`s<n>`) are gzip; files (`f<n>`) are as they are. With a password each is sealed.
 */

/** In `<script type="application/json" id="playhead">`, for everybody to read. */
export interface HtmlInfo {
  v: 1;
  /** Absent when there is no password. */
  lock?: KeyRecipe;
}

/** The part `facts`. Files and sheets are numbered by their place here. */
export interface HtmlFacts {
  manifest: Manifest;
  files: { sha256: string; type: string }[];
  /** Keys of style sheets. */
  sheets: string[];
  exportedAt: number;
}

/** The id of the element at the end: without it the file is not whole. */
export const HTML_END = "playhead-end";
