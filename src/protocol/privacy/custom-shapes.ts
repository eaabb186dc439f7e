import { filterCss } from "./css.ts";
import { maskMessage, maskText } from "./mask.ts";
import { address, asGiven, css, flag, label, list, number, title, word, type Shape } from "./shapes.ts";
import { object } from "./shapes.ts";
import { isLoose } from "./treatment.ts";

const box = object({ width: number, height: number, density: number });

const message: Shape = (value, { privacy: { mode } }) =>
  typeof value === "string" ? (mode === "inputs" ? maskMessage(value) : maskText(value)) : undefined;

/** Declarations of style by the names of their properties, as scripts write them. */
const declarations: Shape = (value, scope) => {
  if (!isLoose(value)) return undefined;
  for (const [name, old] of Object.entries(value)) {
    const property = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const kept = typeof old === "string" ? filterCss(old, scope.privacy, property) : number(old, scope);
    if (kept === old && /^-{0,2}[a-z][\w-]{0,63}$/i.test(name)) continue;
    scope.report("declaration");
    if (kept === undefined || kept === old) delete value[name];
    else value[name] = kept;
  }
  return value;
};

/** Our own events, by tag. What is not here is not known, and goes. */
export const CUSTOM_SHAPES: Record<string, Record<string, Shape>> = {
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
  click: { name: label, tag: word },
  depth: { percent: number },
  form: { form: label, field: label, action: word, ms: number },
  rage: { clicks: number, x: number, y: number, name: label },
  dead: { x: number, y: number, name: label },
  error: { name: word, message, file: address, line: number, column: number, unhandled: word },
  vital: { name: word, value: number },
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
  gap: { reason: word, batches: number, bytes: number, events: number },
};
