import { FILLED, STATE } from "./state-attributes.ts";

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

/** What browsers draw around an element that has the focus and shows it. */
export const FOCUS_RING = "outline: auto 1px -webkit-focus-ring-color;";

export type State = keyof typeof STATES;

/** States of the page that marks of the recording stand for; where there is none, what the replay's own field says. As heavy as before. */
const MARKED: Record<string, string> = {
  "user-valid": `[${STATE.valid}=user-valid]`,
  "user-invalid": `[${STATE.valid}=user-invalid]`,
  valid: `:is(:valid:where(:not([${STATE.valid}])), [${STATE.valid}]:where(:not([${STATE.valid}$=invalid])))`,
  invalid: `:is(:invalid:where(:not([${STATE.valid}])), [${STATE.valid}$=invalid])`,
  "placeholder-shown": `:placeholder-shown:where(:not([${STATE.typed}]))`,
  autofill: `[${STATE.auto}]`,
  "-webkit-autofill": `[${STATE.auto}]`,
  fullscreen: `[${STATE.full}]`,
};

/**
 * What is passed over, and states: escapes, strings, and pseudo-elements with what follows them, of which no attribute can be asked
 * (`::slotted()` takes a whole selector).
 */
const PART =
  /\\[^]|\[\s*popover\b[^\]]*\](?!:where)|"(?:[^"\\]|\\[^])*"|::(?!slotted)[-\w]+(?:\([^()]*\))?(?::[-\w]+)*|:(hover|active|focus-visible|focus-within|focus|(?:user-)?(?:in)?valid|placeholder-shown|(?:-webkit-)?autofill|fullscreen)(?![-\w(\\]|:where\(:not\(\[data-rr-)|:state\(([-\w]+)\)/gi;

/** Whether a selector may name a state. */
export function namesState(selector: string): boolean {
  return /\[\s*popover\b|:(?:hover|active|focus|user-|valid|invalid|placeholder-shown|autofill|-webkit-autofill|fullscreen|state\()/i.test(
    selector,
  );
}

/** A selector with attributes in place of states. */
export function statesAsAttributes(selector: string): string {
  return selector.replace(PART, (found, state?: string, own?: string) => {
    // An element that fills the screen is none in the page, see `page-state.ts`. As heavy as before.
    if (found.startsWith("[")) return `${found}:where(:not([${FILLED}]))`;
    if (own) return `[${STATE.states}~="${own}"]`;
    const name = state?.toLowerCase();
    return name ? (MARKED[name] ?? `[${STATES[name as State]}]`) : found;
  });
}
