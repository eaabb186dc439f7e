import type { CustomPayloads } from "../../protocol/events.ts";
import { TOLD } from "../../protocol/limits.ts";
import { guard, stopAll } from "../guard.ts";
import { createTimers } from "../timers.ts";
import { createAllowance } from "./allowance.ts";
import { scrubMessage } from "./message.ts";
import type { MoreSignal } from "./signal.ts";
import { wrap } from "./wrap.ts";

type Level = CustomPayloads["playhead.console"]["level"];

const LEVELS: readonly Level[] = ["debug", "log", "info", "warn", "error"];

/** What a line says: texts and errors; of everything else only that there was something. No object is looked into, no method called. */
function textOf(args: readonly unknown[]): string {
  return args
    .map((value) =>
      typeof value === "string" ? value : value instanceof Error ? `${value.name}: ${value.message}` : "…",
    )
    .join(" ");
}

/** `playhead.console`: what scripts write to the console, from a level on. A line that comes again at once is counted. */
export const log: MoreSignal = (context) => {
  const { send, settings } = context;
  const allowance = createAllowance(context);
  const timers = createTimers<"repeats">();
  /** The last line, and how often it has come since it was told. */
  let last: CustomPayloads["playhead.console"] | undefined;
  let repeats = 0;
  let isHearing = false;

  const tellRepeats = () => {
    timers.drop("repeats");
    if (last && repeats && allowance.take()) send("playhead.console", { ...last, repeats });
    repeats = 0;
  };

  const hear = (level: Level, args: readonly unknown[]) => {
    const message = scrubMessage(textOf(args), TOLD.consoleChars);
    if (last?.level === level && last.message === message) {
      if (!repeats++) timers.set("repeats", tellRepeats, TOLD.consoleFoldMs);
      return;
    }
    tellRepeats();
    const thrown = args.find((value) => value instanceof Error);
    last = { level, message, ...(thrown?.stack && { stack: String(thrown.stack).slice(0, TOLD.bodyChars) }) };
    if (allowance.take()) send("playhead.console", last);
  };

  const from = LEVELS.indexOf(settings.console as Level);
  const heard = from < 0 ? [] : LEVELS.slice(from);
  return stopAll([
    allowance.stop,
    timers.clear,
    guard(tellRepeats),
    ...heard.map((level) =>
      wrap(console, level, (args) => {
        // What is written while a line is being told is not told.
        if (isHearing) return;
        isHearing = true;
        try {
          hear(level, args);
        } finally {
          isHearing = false;
        }
      }),
    ),
  ]);
};
