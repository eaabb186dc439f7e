import type { CustomPayloads } from "./events.ts";
import { SIGNAL_WORDS, WHERE, type EventWords } from "./signal-fields.ts";

export type { EventWords };

type Tag = keyof CustomPayloads;

/** Our own events, by tag. */
export const TAG_WORDS: { readonly [T in Tag]: EventWords } = {
  ...SIGNAL_WORDS,
  "playhead.page": {
    name: "Page",
    means: "A document was opened.",
    fields: {
      url: "Address: origin, path and the query parameters you keep.",
      title: "Title.",
      referrer: "Address of the page before, in the same way.",
      tab: "Random name of the browser tab.",
      viewport: "Size of the window, CSS pixels.",
      screen: "Size of the screen, CSS pixels, and its density.",
      language: "Language of the browser.",
      recorder: "Version of the recorder.",
    },
  },
  "playhead.navigation": {
    name: "Navigation",
    means: "The address or title changed without a new document.",
    fields: { url: "Address.", title: "Title.", how: "By which means." },
  },
  "playhead.visibility": {
    name: "Visibility",
    means: "The page was shown or hidden, or its window gained or lost the focus.",
    fields: { visible: "Whether it is shown.", focused: "Whether it has the focus." },
  },
  "playhead.identify": {
    name: "Identify",
    means: "Your site said who the visitor is.",
    fields: { user: "The user id.", traits: "What your site says of the user." },
  },
  "playhead.track": {
    name: "Custom event",
    means: "An event of your own.",
    fields: { name: "Its name.", properties: "What your site says of it." },
  },
  "playhead.click": {
    name: "Click by name",
    means: "A click on something that has a name.",
    fields: {
      name: WHERE,
      tag: "Its tag.",
      x: "Where in the document, CSS pixels.",
      y: "Where in the document, CSS pixels.",
      w: "Width of the document, CSS pixels.",
      h: "Height of the document, CSS pixels.",
      path: "Short selector: names of your site and places among siblings.",
    },
  },
  "playhead.level": {
    name: "Level",
    means: "From here on more or less is collected.",
    fields: { level: "The level.", reason: "Why." },
  },
  "playhead.checkpoint": {
    name: "Checkpoint",
    means: "A keyframe follows that shows nothing new; playback can begin there.",
  },
  "playhead.media": {
    name: "Display",
    means: "How the visitor sees the page; with every keyframe, and when it changes.",
    fields: {
      facts: "Media features that hold: dark colours, less motion, contrast, hover, pointer, gamut, kind of window.",
      density: "Device pixels for a CSS pixel.",
      width: "Width of the screen, CSS pixels.",
      height: "Height of the screen, CSS pixels.",
      bar: "Width of the document's scrollbar, CSS pixels.",
    },
  },
  "playhead.motion": {
    name: "Animation",
    means: "An animation has begun, or a script has changed its course.",
    fields: {
      id: "On which element.",
      pseudo: "On which pseudo-element.",
      name: "Name of its keyframes in the style sheet.",
      n: "Which one, of those that scripts made.",
      time: "Milliseconds since it began.",
      rate: "How fast it runs.",
      state: "Whether it runs.",
      frames: "Its keyframes, when a script made it: names and values of style, like a style sheet's.",
      timing: "Its duration, delay, direction and easing, when a script made it.",
    },
  },
  "playhead.highlight": {
    name: "Highlights",
    means:
      "Scripts have marked stretches of the page (CSS Custom Highlight API); with every keyframe, and when it changes.",
    fields: {
      marks: "Name and priority of each kind of mark, and between which places of which nodes; none in hidden text.",
    },
  },
  "playhead.gap": {
    name: "Gap",
    means: "Something was lost here; nothing is dropped silently.",
    fields: { reason: "Why.", batches: "How many batches.", bytes: "How many bytes.", events: "How many events." },
  },
};

/** Events of the DOM's recording, by `type`. */
export const TYPE_WORDS: Readonly<Record<number, EventWords>> = {
  0: { name: "DOM ready", means: "The document was parsed." },
  1: { name: "Loaded", means: "The document was loaded." },
  2: {
    name: "Keyframe",
    means:
      "The whole document as it was: elements, the attributes of the list, and text as the privacy mode lets it through.",
    fields: { node: "The document.", initialOffset: "How far it was scrolled." },
  },
  3: {
    name: "Change",
    means: "Something changed or happened in the document.",
    fields: { source: "What; see below." },
  },
  4: {
    name: "Size and address",
    means: "Precedes a keyframe.",
    fields: { href: "Address.", width: "CSS pixels.", height: "CSS pixels." },
  },
  5: { name: "Event of Playhead", means: "Of a kind that is not known here." },
  6: {
    name: "Plugin",
    means: "What a plugin of the capture library recorded.",
    fields: { plugin: "Its name.", payload: "Log lines without content, or requests without query and body." },
  },
};

/** Changes (`type` 3), by `data.source`. */
export const SOURCE_WORDS: Readonly<Record<number, EventWords>> = {
  0: {
    name: "Mutation",
    means: "Elements, attributes or texts were added, changed or removed; filtered like a keyframe.",
  },
  1: { name: "Pointer", means: "Path of the pointer." },
  2: {
    name: "Interaction",
    means: "Click, press, focus or touch: on which element, where, and whether a ring shows the focus.",
  },
  3: { name: "Scroll", means: "An element was scrolled." },
  4: { name: "Resize", means: "The window has another size." },
  5: { name: "Input", means: "A field changed. Its value is ••••••, unless a rule names that field." },
  6: { name: "Touch", means: "Paths of all fingers on the screen." },
  7: { name: "Media", means: "A video or sound was played, stopped, or moved on." },
  8: { name: "Style rule", means: "A rule of a style sheet was added or removed." },
  9: {
    name: "Canvas",
    means: "A picture of what a canvas shows; only where you collect them, and where a text could be read.",
  },
  10: { name: "Font", means: "A font was loaded." },
  11: { name: "Log", means: "A line of the page's log: that there was one, not what it said." },
  12: { name: "Drag", means: "Path of something that was dragged." },
  13: { name: "Style declaration", means: "A declaration of a style rule changed." },
  14: { name: "Selection", means: "Where a selection begins and ends; not what it says." },
  15: { name: "Style sheets", means: "A document or shadow root uses other style sheets." },
  16: { name: "Custom element", means: "The page defined an element of its own: its name." },
};

interface EventLike {
  type?: unknown;
  data?: unknown;
}

/** The words for an event as it is stored; one that is not known is told as such. */
export function eventWords({ type, data }: EventLike): EventWords {
  const { tag, source } = (data ?? {}) as { tag?: unknown; source?: unknown };
  if (type === 5 && typeof tag === "string" && Object.hasOwn(TAG_WORDS, tag)) return TAG_WORDS[tag as Tag];
  if (type === 3 && Object.hasOwn(SOURCE_WORDS, Number(source))) return SOURCE_WORDS[Number(source)]!;
  return Object.hasOwn(TYPE_WORDS, Number(type))
    ? TYPE_WORDS[Number(type)]!
    : { name: "Unknown", means: "An event of a kind that is not documented." };
}
