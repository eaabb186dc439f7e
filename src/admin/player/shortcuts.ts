/** What a key asks of the player. */
export type Command =
  | { kind: "toggle" }
  | { kind: "by"; ms: number }
  | { kind: "to"; part: number }
  | { kind: "speed"; step: 1 | -1 }
  | { kind: "full-screen" }
  | { kind: "skip-idle" }
  | { kind: "copy-link" }
  | { kind: "help" };

export interface KeyPress {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}

const SMALL_MS = 1_000;
const STEP_MS = 5_000;
const BIG_MS = 10_000;

const COMMANDS: Record<string, Command> = {
  " ": { kind: "toggle" },
  k: { kind: "toggle" },
  j: { kind: "by", ms: -BIG_MS },
  l: { kind: "by", ms: BIG_MS },
  ArrowUp: { kind: "speed", step: 1 },
  ArrowDown: { kind: "speed", step: -1 },
  f: { kind: "full-screen" },
  i: { kind: "skip-idle" },
  c: { kind: "copy-link" },
  "?": { kind: "help" },
  Home: { kind: "to", part: 0 },
  End: { kind: "to", part: 1 },
};

/** The command of a key, `null` for all others. */
export function commandOf({ key, shiftKey, ctrlKey, altKey, metaKey }: KeyPress): Command | null {
  if (ctrlKey || altKey || metaKey) return null;
  if (key === "ArrowLeft") return { kind: "by", ms: shiftKey ? -SMALL_MS : -STEP_MS };
  if (key === "ArrowRight") return { kind: "by", ms: shiftKey ? SMALL_MS : STEP_MS };
  if (/^[0-9]$/.test(key)) return { kind: "to", part: Number(key) / 10 };
  return COMMANDS[key.length === 1 ? key.toLowerCase() : key] ?? null;
}

/** For the map of keys. */
export const SHORTCUTS: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ["Space", "K"], does: "Play or pause" },
  { keys: ["←", "→"], does: "5 seconds back, forward" },
  { keys: ["Shift ←", "Shift →"], does: "1 second back, forward" },
  { keys: ["J", "L"], does: "10 seconds back, forward" },
  { keys: ["0", "…", "9"], does: "To that tenth of the session" },
  { keys: ["Home", "End"], does: "To the beginning, the end" },
  { keys: ["↑", "↓"], does: "Faster, slower" },
  { keys: ["I"], does: "Skip inactivity, or not" },
  { keys: ["F"], does: "Full screen" },
  { keys: ["C"], does: "Copy a link to this moment" },
  { keys: ["?"], does: "This list" },
];
