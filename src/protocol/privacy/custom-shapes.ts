import { maskMessage, maskText } from "./mask.ts";
import { address, asGiven, flag, label, list, number, title, word, type Shape } from "./shapes.ts";
import { object } from "./shapes.ts";

const box = object({ width: number, height: number, density: number });

const message: Shape = (value, { privacy: { mode } }) =>
  typeof value === "string" ? (mode === "inputs" ? maskMessage(value) : maskText(value)) : undefined;

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
  gap: { reason: word, batches: number, bytes: number, events: number },
};
