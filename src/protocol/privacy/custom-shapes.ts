import { filterCss } from "./css.ts";
import { address, asGiven, css, flag, label, list, number, title, word, type Shape } from "./shapes.ts";
import { object } from "./shapes.ts";
import { isLoose } from "./treatment.ts";

const box = object({ width: number, height: number, density: number });

/** Declarations of style by the names of their properties, as scripts write them. */
const declarations: Shape = (value, scope) => {
  if (!isLoose(value)) return undefined;
  for (const [name, old] of Object.entries(value)) {
    const property = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const kept = typeof old === "string" ? filterCss(old, scope.privacy, property) : number(old, scope);
    const named = /^-{0,2}[a-z][\w-]{0,63}$/i.test(name);
    if (named && kept === old) continue;
    scope.report("declaration");
    if (!named || kept === undefined) delete value[name];
    else value[name] = kept;
  }
  return value;
};

/** A short selector: where something stands, by names of the site where they may be read, else by kinds of elements and numbers. */
const path: Shape = (value, { privacy: { mode } }) => {
  if (typeof value !== "string" || !/^[\w #.:()>-]{0,256}$/.test(value)) return undefined;
  return mode === "inputs" ? value : value.replace(/[#.][\w-]*/g, "");
};

/** What each kind of event may hold, by its tag. */
export type Shapes = Record<string, Record<string, Shape>>;

/** Our own events that a recorder makes from the start, by tag. What is not known goes. */
export const CUSTOM_SHAPES: Shapes = {
  page: {
    url: address,
    title,
    referrer: address,
    tab: word,
    viewport: box,
    screen: box,
    language: word,
    recorder: word,
  },
  navigation: { url: address, title, how: word },
  visibility: { visible: flag, focused: flag },
  identify: { user: asGiven, traits: asGiven },
  track: { name: asGiven, properties: asGiven },
  click: { name: label, tag: word, x: number, y: number, w: number, h: number, path },
  checkpoint: {},
  level: { level: word, reason: word },
  media: { facts: list(word), density: number, width: number, height: number, bar: number },
  motion: {
    id: number,
    pseudo: word,
    name: word,
    n: number,
    time: number,
    rate: number,
    state: word,
    frames: list(declarations),
    timing: object({
      delay: number,
      endDelay: number,
      duration: (value) => (value === "auto" ? value : Number.isFinite(value) ? value : undefined),
      iterations: number,
      iterationStart: number,
      direction: word,
      fill: word,
      easing: css,
    }),
  },
  highlight: {
    marks: list(
      object({
        name: word,
        priority: number,
        ranges: list(object({ start: number, startOffset: number, end: number, endOffset: number })),
      }),
    ),
  },
  gap: { reason: word, batches: number, bytes: number, events: number },
};
