import { Button, CloseButton, Group as Row, SegmentedControl } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { Environment } from "../../../protocol/policy.schema.ts";
import type { Comparison, Condition } from "../../../protocol/segment.schema.ts";
import type { FieldProblem } from "../field-problem.ts";
import classes from "../settings.module.css";
import { ComparisonRow } from "./comparison-row.tsx";
import { blankComparison, isGroup, replaced, type Group, type Part } from "./rule-edit.ts";

/** The most that the contract takes in one level. */
const MAX_CONDITIONS = 20;

const MATCHES = [
  { value: "all", label: "All of these" },
  { value: "any", label: "Any of these" },
];

interface Common {
  environments: readonly Environment[];
  problems: readonly FieldProblem[];
  place: (string | number)[];
}

function Match({
  match,
  label,
  change,
}: {
  match: Group["match"];
  label: string;
  change: (match: Group["match"]) => void;
}) {
  return (
    <SegmentedControl
      size="xs"
      aria-label={label}
      data={MATCHES}
      value={match}
      onChange={(value) => change(value as Group["match"])}
    />
  );
}

function AddButton({ text, onClick, disabled }: { text: string; onClick: () => void; disabled: boolean }) {
  return (
    <Button
      size="xs"
      variant="subtle"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={onClick}
      disabled={disabled}
    >
      {text}
    </Button>
  );
}

function GroupEditor({
  group,
  name,
  change,
  remove,
  ...common
}: Common & { group: Group; name: string; change: (group: Group) => void; remove: () => void }) {
  const { match, conditions } = group;
  const set = (next: Comparison[]) => (next.length === 0 ? remove() : change({ match, conditions: next }));
  return (
    <fieldset className={classes["group"]}>
      <legend className={classes["hidden"]}>{name}</legend>
      <Row justify="space-between">
        <Match
          match={match}
          label={`${name}: how conditions go together`}
          change={(to) => change({ match: to, conditions })}
        />
        <CloseButton size={36} iconSize={18} aria-label={`Remove ${name.toLowerCase()}`} onClick={remove} />
      </Row>
      {conditions.map((part, index) => {
        const place = [...common.place, "conditions", index];
        return (
          <ComparisonRow
            // A condition has no id: it is known by its place.
            key={place.join(".")}
            {...common}
            comparison={part}
            name={`${name}, condition ${index + 1}`}
            place={place}
            change={(next) => set(replaced(conditions, index, next))}
            remove={() => set(conditions.filter((_, at) => at !== index))}
          />
        );
      })}
      <div>
        <AddButton
          text="Add to this group"
          disabled={conditions.length >= MAX_CONDITIONS}
          onClick={() => set([...conditions, blankComparison()])}
        />
      </div>
    </fieldset>
  );
}

/** Edits a rule: comparisons and groups of them, one level deep. */
export function RuleEditor({
  rule,
  change,
  ...common
}: Common & { rule: Condition; change: (rule: Condition) => void }) {
  const { match, conditions } = rule;
  const full = conditions.length >= MAX_CONDITIONS;
  const set = (next: Part[]) => change({ match, conditions: next });
  const without = (index: number) => conditions.filter((_, at) => at !== index);
  const only = conditions.length === 1;
  return (
    <div className={classes["rule"]}>
      <div>
        <Match match={match} label="How conditions go together" change={(to) => change({ match: to, conditions })} />
      </div>
      {conditions.map((part, index) => {
        const shared = { ...common, place: [...common.place, "conditions", index] };
        const remove = () => set(only ? [blankComparison()] : without(index));
        return isGroup(part) ? (
          <GroupEditor
            key={shared.place.join(".")}
            {...shared}
            group={part}
            name={`Group ${index + 1}`}
            change={(next) => set(replaced<Part>(conditions, index, next))}
            remove={remove}
          />
        ) : (
          <ComparisonRow
            key={shared.place.join(".")}
            {...shared}
            comparison={part}
            name={`Condition ${index + 1}`}
            change={(next) => set(replaced<Part>(conditions, index, next))}
            remove={only ? null : remove}
          />
        );
      })}
      <Row gap="xs">
        <AddButton text="Add a condition" disabled={full} onClick={() => set([...conditions, blankComparison()])} />
        <AddButton
          text="Add a group"
          disabled={full}
          onClick={() =>
            set([...conditions, { match: match === "all" ? "any" : "all", conditions: [blankComparison()] }])
          }
        />
      </Row>
    </div>
  );
}
