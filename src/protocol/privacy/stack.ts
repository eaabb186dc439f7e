import { scrubPageAddress } from "./addresses.ts";
import type { RecorderPrivacy } from "./privacy.schema.ts";

/** Calls that are kept of a stack: an error's cause is among the innermost. */
const FRAMES = 30;
/** A call, characters: its name and an address of ordinary length. */
const FRAME_CHARS = 1_000;
/** Longer lines are not looked at: no call is so long before its query is taken off. */
const LINE_CHARS = 2_000;

/** One call as browsers write it: `at name (address:line:column)`, `at address:…`, `name@address:…`. Ours has the first form. */
const FRAME = /^\s*(?:at )?(?:(.*?)[ @]\(?)?(https?:\/\/\S*?|):(\d+):(\d+)\)?$/;
/** What scripts call their functions. */
const NAME = /^[\w$.<># ]{1,80}$/;

/** The calls of a stack: names of functions, and addresses of scripts as those of pages are kept. What else a stack says goes. */
export function scrubStack(stack: string, privacy: RecorderPrivacy): string {
  const kept: string[] = [];
  for (const line of stack.split("\n")) {
    const [, called = "", address, row, column] = (line.length <= LINE_CHARS && FRAME.exec(line)) || [];
    if (address === undefined || kept.length === FRAMES) continue;
    const name = called.replace(/ \[as .*\]/, "").trim();
    const place = address && scrubPageAddress(address, privacy).replace(/\s/g, "");
    const frame = `at ${NAME.test(name) ? name : "?"} (${place}:${row}:${column})`;
    if (frame.length <= FRAME_CHARS) kept.push(frame);
  }
  return kept.join("\n");
}
