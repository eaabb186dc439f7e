import { policyFaults } from "../../protocol/policy-faults.ts";
import type { Policy } from "../../protocol/policy.schema.ts";
import { capital, type FieldProblem } from "./field-problem.ts";

function nameless(part: "environments" | "segments", items: readonly { name: string }[]): FieldProblem[] {
  return items.flatMap(({ name }, index) =>
    name.trim() === "" ? [{ path: [part, String(index), "name"], text: "The name is missing" }] : [],
  );
}

/** All that the server would refuse of a policy, told before it is sent, each at its place. */
export function policyProblems(policy: Policy): FieldProblem[] {
  return [
    ...nameless("environments", policy.environments),
    ...nameless("segments", policy.segments),
    ...policyFaults(policy).map(({ path, message }) => ({ path: path.map(String), text: capital(message) })),
  ];
}
