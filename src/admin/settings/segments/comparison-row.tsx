import { CloseButton, NativeSelect, TextInput } from "@mantine/core";
import type { Environment } from "../../../protocol/policy.schema.ts";
import { FIELDS, type Comparison } from "../../../protocol/segment.schema.ts";
import { capital, textAt, type FieldProblem } from "../field-problem.ts";
import classes from "../settings.module.css";
import { FIELD_NAMES, needsValues, OPERATOR_NAMES } from "../words/rule-sentence.ts";
import { operatorsOf, withField, withOperator } from "./rule-edit.ts";
import { ValuesInput } from "./values-input.tsx";

const FIELD_OPTIONS = FIELDS.map((field) => ({ value: field, label: capital(FIELD_NAMES[field]) }));

interface Props {
  comparison: Comparison;
  /** What screen readers call it. */
  name: string;
  environments: readonly Environment[];
  problems: readonly FieldProblem[];
  place: (string | number)[];
  change: (comparison: Comparison) => void;
  /** `null` while it is the only one. */
  remove: (() => void) | null;
}

/** One comparison: what is looked at, how, and with what it is compared. */
export function ComparisonRow({ comparison, name, environments, problems, place, change, remove }: Props) {
  const { field, operator } = comparison;
  const problem = textAt(problems, ...place);
  const nameless = field === "attribute" && !comparison.attribute;
  return (
    <div
      className={classes["comparison"]}
      role="group"
      aria-label={name}
      data-attribute={field === "attribute" || undefined}
    >
      <NativeSelect
        aria-label={`${name}: what is looked at`}
        data={FIELD_OPTIONS}
        value={field}
        onChange={({ currentTarget }) => change(withField(comparison, currentTarget.value as Comparison["field"]))}
      />
      {field === "attribute" && (
        <TextInput
          aria-label={`${name}: name of the attribute`}
          placeholder="plan"
          maxLength={64}
          value={comparison.attribute ?? ""}
          onChange={({ currentTarget }) => change({ ...comparison, attribute: currentTarget.value })}
          error={nameless ? problem : undefined}
        />
      )}
      <NativeSelect
        aria-label={`${name}: how it is compared`}
        data={operatorsOf(comparison).map((value) => ({ value, label: OPERATOR_NAMES[value] }))}
        value={operator}
        onChange={({ currentTarget }) =>
          change(withOperator(comparison, currentTarget.value as Comparison["operator"]))
        }
      />
      <div className={classes["values"]}>
        {needsValues(operator) && (
          <ValuesInput
            comparison={comparison}
            label={`${name}: values`}
            environments={environments}
            error={nameless ? undefined : problem}
            change={(values) => change({ ...comparison, values })}
          />
        )}
      </div>
      {remove && (
        <CloseButton
          size={36}
          iconSize={18}
          className={classes["removes"]}
          aria-label={`Remove ${name.toLowerCase()}`}
          onClick={remove}
        />
      )}
    </div>
  );
}
