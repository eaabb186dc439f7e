import { policyFaults } from "../../protocol/policy-faults.ts";
import type { Policy } from "../../protocol/policy.schema.ts";
import { selectorFault } from "../../protocol/privacy/selector-fault.ts";
import { capital, type FieldProblem } from "./field-problem.ts";

function nameless(part: "environments" | "segments", items: readonly { name: string }[]): FieldProblem[] {
  return items.flatMap(({ name }, index) =>
    name.trim() === "" ? [{ path: [part, String(index), "name"], text: "The name is missing" }] : [],
  );
}

/** Selectors that would be left out by every browser; empty ones are told of elsewhere. */
function unreadable({ privacy: { rules } }: Policy, isSelector: (text: string) => boolean): FieldProblem[] {
  return rules.flatMap(({ selector }, index) =>
    selectorFault(selector) !== null || isSelector(selector)
      ? []
      : [
          {
            path: ["privacy", "rules", String(index), "selector"],
            text: `The browser does not take “${selector}” for a selector`,
          },
        ],
  );
}

/**
 * All that the server would refuse of a policy, told before it is sent, each at its place; and what only a browser sees: selectors
 * that `isSelector` does not take for any.
 */
export function policyProblems(policy: Policy, isSelector: (text: string) => boolean = () => true): FieldProblem[] {
  const faults = policyFaults(policy).map(({ path, message }) => ({ path: path.map(String), text: capital(message) }));
  return [
    ...nameless("environments", policy.environments),
    ...nameless("segments", policy.segments),
    ...faults,
    ...unreadable(policy, isSelector),
  ];
}
