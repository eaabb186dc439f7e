import { selectorFault } from "../../../protocol/privacy/selector-fault.ts";
import { capital } from "../field-problem.ts";

/** Whether this browser takes it for a selector: asked of a fragment, where nothing can match. */
export function isSelector(text: string): boolean {
  try {
    document.createDocumentFragment().querySelector(text);
    return true;
  } catch {
    // That it throws is the answer.
    return false;
  }
}

/** What is wrong with a selector, or `undefined`. */
export function selectorProblem(text: string): string | undefined {
  const fault = selectorFault(text);
  if (fault) return capital(fault);
  return isSelector(text) ? undefined : "The browser does not take it for a selector";
}
