import type { CustomPayloads } from "../../protocol/events.ts";
import { RECORDER } from "../../protocol/limits.ts";
import { listen, stopAll } from "../guard.ts";
import { scrubUrl } from "../urls.ts";
import { scrubMessage } from "./message.ts";
import type { MoreSignal } from "./signal.ts";

type Payload = CustomPayloads["playhead.error"];

/** Scripts of ours: what fails in them is no error of the page. */
const OURS = /\/(playhead|r\/(recorder|capture)-\w+|r\/consent)\.js$/;

/** The first place in a stack: `(https://site/app.js:10:5)`. */
const PLACE = /(https?:\/\/\S+?):(\d+):(\d+)/;

/** What of a stack is looked at, characters: thirty calls with long addresses. */
const STACK_CHARS = 8_192;

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** `playhead.error`: an uncaught error of a script, or a rejection that nobody handled. */
export const error: MoreSignal = ({ send, early }) => {
  const seen = new Map<string, number>();

  const tell = (thrown: unknown, said: string, unhandled: Payload["unhandled"], place?: ErrorEvent) => {
    const { name, message, stack } = (thrown ?? {}) as Partial<Error>;
    const [, file, line, column] = PLACE.exec(text(stack)) ?? [];
    const payload: Payload = {
      name: scrubMessage(text(name), RECORDER.errorChars),
      message: scrubMessage(text(message) || said, RECORDER.errorChars),
      file: scrubUrl(place?.filename || file || ""),
      line: place?.lineno || Number(line) || 0,
      column: place?.colno || Number(column) || 0,
      unhandled,
      ...(stack && { stack: text(stack).slice(0, STACK_CHARS) }),
    };
    const kind = `${payload.name}\n${payload.message}\n${payload.file}:${payload.line}`;
    const times = seen.get(kind) ?? 0;
    if (OURS.test(payload.file) || times >= RECORDER.errorRepeats || (!times && seen.size >= RECORDER.errorKinds))
      return;
    seen.set(kind, times + 1);
    send("playhead.error", payload);
  };

  const hear = (event: Event) => {
    // Images and scripts that do not load fire one of another kind.
    if (event instanceof ErrorEvent) tell(event.error, event.message, "error", event);
    else if (event.type === "unhandledrejection") {
      const { reason } = event as PromiseRejectionEvent;
      tell(reason, typeof reason === "object" ? "" : String(reason), "rejection");
    }
  };
  for (const event of early) hear(event);
  return stopAll([listen(window, "error", hear), listen(window, "unhandledrejection", hear)]);
};
