/** What is stored of one kind of event, and what its fields mean. Shown by the inspector, and documented. */
export interface EventWords {
  /** Short, for a list. */
  name: string;
  means: string;
  fields?: Readonly<Record<string, string>>;
}

export const WHERE = "Name of the element, as the site gave it.";

/** Our own events at dxa and above, by tag. */
export const SIGNAL_WORDS = {
  "playhead.depth": {
    name: "Scroll depth",
    means: "The visitor has come further down than before.",
    fields: { percent: "Percent of the document's height." },
  },
  "playhead.form": {
    name: "Form",
    means: "What was done with a field, never with what.",
    fields: {
      form: "Name of the form.",
      field: "Name of the field.",
      action: "Focus, change, submit, invalid or abandon.",
      ms: "Milliseconds the field had the focus.",
    },
  },
  "playhead.reaction": {
    name: "Clicks and reaction",
    means: "Clicks on one spot, and what came of them; rage and dead clicks are judged by it.",
    fields: {
      clicks: "Milliseconds of each click since the first.",
      changed: "Milliseconds from the first click to the first visible change; none when nothing changed.",
      x: "Where, CSS pixels.",
      y: "Where, CSS pixels.",
      name: WHERE,
      reacts: "Whether it looks as if it would react.",
      selected: "Whether text was selected.",
    },
  },
  "playhead.rage": {
    name: "Rage click",
    means: "Clicks in quick succession that changed nothing.",
    fields: { clicks: "How many.", x: "Where, CSS pixels.", y: "Where, CSS pixels.", name: WHERE },
  },
  "playhead.dead": {
    name: "Dead click",
    means: "A click on something that looks as if it would react, and nothing happened.",
    fields: { x: "Where, CSS pixels.", y: "Where, CSS pixels.", name: WHERE },
  },
  "playhead.error": {
    name: "Error",
    means: "An error of the page's scripts.",
    fields: {
      name: "Kind of error.",
      message: "What it says, without quoted parts, numbers and names.",
      file: "Address of the script, without query.",
      line: "Line in it.",
      column: "Column in it.",
      unhandled: "Error or rejected promise.",
      stack: "Names of functions, and addresses of scripts without query.",
    },
  },
  "playhead.console": {
    name: "Console",
    means: "A line that a script wrote to the console, from the level on that you collect.",
    fields: {
      level: "Debug, log, info, warn or error.",
      message: "What it says, without quoted parts, numbers and names; of objects only that there was one.",
      repeats: "How often in a row.",
      stack: "Names of functions, and addresses of scripts without query.",
    },
  },
  "playhead.request": {
    name: "Request",
    means: "Something that the page fetched.",
    fields: {
      method: "Method, where it is known.",
      url: "Address: origin, path and the query parameters you keep.",
      kind: "What asked for it: fetch, a script, an image, …",
      status: "Status of the answer, where it is known.",
      ms: "How long it took, milliseconds.",
      wait: "Milliseconds to the first byte.",
      bytes: "Bytes on the wire.",
      failed: "Whether it failed.",
      requestHeaders: "Names; values of those that tell of nobody. Only where you collect them.",
      responseHeaders: "Names; values of those that tell of nobody. Only where you collect them.",
      requestBody: "Its form, and the values of fields that you have named. Only where you collect it.",
      responseBody: "Its form, and the values of fields that you have named. Only where you collect it.",
    },
  },
  "playhead.task": {
    name: "Long task",
    means: "The page could not react for this long.",
    fields: { ms: "Milliseconds.", by: "Whether it was the page itself or a frame in it." },
  },
  "playhead.vital": {
    name: "Web vital",
    means: "How fast the page was.",
    fields: { name: "TTFB, FCP, LCP, CLS or INP.", value: "Milliseconds; of CLS without unit." },
  },
} as const satisfies Record<string, EventWords>;
