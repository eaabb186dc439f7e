/** What a key asks of the player. */
export type Command =
  | { kind: "toggle" }
  | { kind: "by"; ms: number }
  | { kind: "to"; part: number }
  | { kind: "frame"; direction: 1 | -1 }
  | { kind: "mark"; direction: 1 | -1; errors?: true }
  | { kind: "speed"; step: 1 | -1 }
  | { kind: "zoom"; in: boolean }
  | { kind: "full-screen" }
  | { kind: "fit" }
  | { kind: "skip-idle" }
  | { kind: "copy-link" }
  | { kind: "live" }
  | { kind: "note" }
  | { kind: "session"; direction: 1 | -1 }
  | { kind: "search" }
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
  ",": { kind: "frame", direction: -1 },
  ".": { kind: "frame", direction: 1 },
  "[": { kind: "mark", direction: -1 },
  "]": { kind: "mark", direction: 1 },
  e: { kind: "mark", direction: 1, errors: true },
  ArrowUp: { kind: "speed", step: 1 },
  ArrowDown: { kind: "speed", step: -1 },
  "+": { kind: "zoom", in: true },
  "=": { kind: "zoom", in: true },
  "-": { kind: "zoom", in: false },
  f: { kind: "full-screen" },
  z: { kind: "fit" },
  i: { kind: "skip-idle" },
  c: { kind: "copy-link" },
  g: { kind: "live" },
  m: { kind: "note" },
  n: { kind: "session", direction: 1 },
  p: { kind: "session", direction: -1 },
  "/": { kind: "search" },
  "?": { kind: "help" },
  Home: { kind: "to", part: 0 },
  End: { kind: "to", part: 1 },
};

/** What two presses of a letter that do opposite things look like with the shift key. */
const SHIFTED: Record<string, Command> = { e: { kind: "mark", direction: -1, errors: true } };

/** The command of a key, `null` for all others. */
export function commandOf({ key, shiftKey, ctrlKey, altKey, metaKey }: KeyPress): Command | null {
  if (ctrlKey || altKey || metaKey) return null;
  if (key === "ArrowLeft") return { kind: "by", ms: shiftKey ? -SMALL_MS : -STEP_MS };
  if (key === "ArrowRight") return { kind: "by", ms: shiftKey ? SMALL_MS : STEP_MS };
  if (/^[0-9]$/.test(key)) return { kind: "to", part: Number(key) / 10 };
  const name = key.length === 1 ? key.toLowerCase() : key;
  return (shiftKey && SHIFTED[name]) || (Object.hasOwn(COMMANDS, name) ? COMMANDS[name]! : null);
}

export interface Shortcut {
  keys: readonly string[];
  does: string;
  /** Only where somebody is signed in: not in what a link opens. */
  member?: true;
}

/** For the map of keys, in groups. */
export const SHORTCUTS: readonly { title: string; keys: readonly Shortcut[] }[] = [
  {
    title: "Play",
    keys: [
      { keys: ["Space", "K"], does: "Play or pause" },
      { keys: ["←", "→"], does: "5 seconds back, forward" },
      { keys: ["Shift ←", "Shift →"], does: "1 second back, forward" },
      { keys: ["J", "L"], does: "10 seconds back, forward" },
      { keys: [",", "."], does: "To the change of the picture before, after" },
      { keys: ["↑", "↓"], does: "Faster, slower" },
      { keys: ["I"], does: "Skip inactivity, or not" },
      { keys: ["G"], does: "Back to live" },
    ],
  },
  {
    title: "Find",
    keys: [
      { keys: ["[", "]"], does: "To the mark before, after" },
      { keys: ["E", "Shift E"], does: "To the error after, before" },
      { keys: ["0", "…", "9"], does: "To that tenth of the session" },
      { keys: ["Home", "End"], does: "To the beginning, the end" },
      { keys: ["+", "−"], does: "Zoom the line of time in, out" },
      { keys: ["/"], does: "Search in the pane", member: true },
    ],
  },
  {
    title: "Look and share",
    keys: [
      { keys: ["Z"], does: "Fit, or its own size" },
      { keys: ["F"], does: "Full screen" },
      { keys: ["C"], does: "Copy a link to this moment" },
      { keys: ["M"], does: "Write a note at this moment", member: true },
      { keys: ["N", "P"], does: "To the session after, before in the list", member: true },
      { keys: ["?"], does: "This list" },
    ],
  },
];
