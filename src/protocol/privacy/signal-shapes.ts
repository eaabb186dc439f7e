import type { Shapes } from "./custom-shapes.ts";
import { maskMessage, maskText } from "./mask.ts";
import { address, flag, label, list, number, word, type Shape } from "./shapes.ts";
import { scrubStack } from "./stack.ts";
import { body, headers } from "./traffic.ts";

/** What a script says of something that happened. */
const message: Shape = (value, { privacy: { mode } }) =>
  typeof value === "string" ? (mode === "inputs" ? maskMessage(value) : maskText(value)) : undefined;

const stack: Shape = (value, { privacy }) => (typeof value === "string" ? scrubStack(value, privacy) : undefined);

/** The path of a file: what a name of a picture says, the page says. */
const FILE = /\.[a-z\d]{1,8}$/i;

/** What was asked for: without content only whom. Where texts are hidden names of files are, too. */
const requested: Shape = (value, scope) => {
  const kept = address(value, scope);
  const { mode } = scope.privacy;
  if (mode === "inputs" || typeof kept !== "string" || !URL.canParse(kept)) return kept;
  const { origin, pathname } = new URL(kept);
  return mode === "content_free" || FILE.test(pathname) ? `${origin}/` : kept;
};

/** Our own events at dxa and above, by tag; the recorder loads these with what makes the events. */
export const SIGNAL_SHAPES: Shapes = {
  depth: { percent: number },
  form: { form: label, field: label, action: word, ms: number },
  reaction: { clicks: list(number), changed: number, x: number, y: number, name: label, reacts: flag, selected: flag },
  rage: { clicks: number, x: number, y: number, name: label },
  dead: { x: number, y: number, name: label },
  error: { name: word, message, file: address, line: number, column: number, unhandled: word, stack },
  vital: { name: word, value: number },
  console: { level: word, message, repeats: number, stack },
  request: {
    method: (value, scope) => (value === null ? null : word(value, scope)),
    url: requested,
    kind: word,
    status: number,
    ms: number,
    wait: number,
    bytes: number,
    failed: flag,
    requestHeaders: headers,
    responseHeaders: headers,
    requestBody: body,
    responseBody: body,
  },
  task: { ms: number, by: word },
};
