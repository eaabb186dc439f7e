import type { Environment, Policy } from "../../../protocol/policy.schema.ts";
import type { FieldProblem } from "../field-problem.ts";

/** What the cards of an environment's form get. */
export interface EnvironmentFormProps {
  /** As edited. */
  environment: Environment;
  policy: Policy;
  /** Where the environment is in the policy, for problems. */
  place: (string | number)[];
  problems: readonly FieldProblem[];
  change(part: Partial<Environment>): void;
}
