/**
 * States that a replay's own window does not have: nobody points at it, and its focus is the viewer's. Attributes stand for them,
 * which weigh as much as a pseudo-class does. `data-rr-` is what comparisons of a replay with its page pass over.
 */
export const STATES = {
  hover: "data-rr-hover",
  active: "data-rr-active",
  focus: "data-rr-focus",
  "focus-visible": "data-rr-focus-visible",
  "focus-within": "data-rr-focus-within",
} as const;

export type State = keyof typeof STATES;

/**
 * What is passed over, and states: escapes, strings, and pseudo-elements with what follows them, of which no attribute can be asked
 * (`::slotted()` takes a whole selector).
 */
const PART =
  /\\[^]|"(?:[^"\\]|\\[^])*"|::(?!slotted)[-\w]+(?:\([^()]*\))?(?::[-\w]+)*|:(hover|active|focus-visible|focus-within|focus)(?![-\w(\\])/gi;

/** Whether a selector may name a state. */
export function namesState(selector: string): boolean {
  return /:(?:hover|active|focus)/i.test(selector);
}

/** A selector with attributes in place of states. */
export function statesAsAttributes(selector: string): string {
  return selector.replace(PART, (found, state?: string) =>
    state ? `[${STATES[state.toLowerCase() as State]}]` : found,
  );
}
