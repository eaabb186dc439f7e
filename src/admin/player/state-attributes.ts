import { isCount, isText, type Check } from "./shapes.ts";

/**
 * What the recorder says of elements beyond their markup (`rr_…`, written by `page-state.ts` of the recorder), and the attributes
 * that stand for it in a replay, where `page-state.ts` of the player acts on them and rewritten style sheets ask for them.
 */
export const STATE = {
  top: "data-rr-top",
  full: "data-rr-full",
  selected: "data-rr-selected",
  mixed: "data-rr-mixed",
  files: "data-rr-files",
  valid: "data-rr-valid",
  typed: "data-rr-typed",
  auto: "data-rr-auto",
  off: "data-rr-off",
  states: "data-rr-states",
} as const;

/** Marks what the replay itself has made a popover of. */
export const FILLED = "data-rr-filled";

const isTrue: Check = (value) => value === true;

const CHECKS: Record<keyof typeof STATE, Check> = {
  top: isCount,
  full: isTrue,
  selected: (value) => isText(value) && /^\d{1,6}(?: \d{1,6})*$/.test(value),
  mixed: isTrue,
  files: isCount,
  valid: (value) => isText(value) && /^(?:user-)?(?:in)?valid$/.test(value),
  typed: isTrue,
  auto: isTrue,
  off: isTrue,
  states: (value) => isText(value) && /^[\w-]+(?: [\w-]+)*$/.test(value),
};

/** The attribute that stands for one of the recorder's, and its value; `null` takes it away. Nothing for what is none of these. */
export function stateAttribute(name: string, value: unknown): [string, string | null] | undefined {
  const key = name.slice("rr_".length) as keyof typeof STATE;
  if (!name.startsWith("rr_") || !Object.hasOwn(STATE, key)) return undefined;
  if (value === null) return [STATE[key], null];
  return CHECKS[key](value) ? [STATE[key], String(value)] : undefined;
}
