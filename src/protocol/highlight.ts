/** What scripts have marked by the CSS Custom Highlight API: `playhead.highlight`. */
export interface Highlights {
  marks: {
    /** What style sheets call it: `::highlight(name)`. */
    name: string;
    /** Which one is on top. */
    priority: number;
    ranges: MarkedRange[];
  }[];
}

/** A stretch of the document, by ids of nodes. */
export interface MarkedRange {
  start: number;
  startOffset: number;
  end: number;
  endOffset: number;
}
