import { ActionIcon, Button, Code, NativeSelect, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { TREATMENTS, type PrivacyRule, type PrivacySettings } from "../../../protocol/privacy/privacy.schema.ts";
import { Card, Warning } from "../card.tsx";
import { textAt, type FieldProblem } from "../field-problem.ts";
import { newId } from "../new-id.ts";
import { countText } from "../words/list-text.ts";
import { ruleWarning, TREATMENT_WORDS } from "../words/privacy-words.ts";
import type { Marks } from "./marks.ts";
import classes from "./privacy.module.css";
import { selectorProblem } from "./selector.ts";

interface RowProps {
  rule: PrivacyRule;
  number: number;
  mode: PrivacySettings["mode"];
  problem: string | undefined;
  urlProblem: string | undefined;
  count: number | null | undefined;
  change: (rule: PrivacyRule) => void;
  remove: () => void;
}

function countWords(count: number | null): string {
  if (count === null) return "Does not hold on the page below.";
  return count === 0 ? "Names nothing on the page below." : `${countText(count, "element")} on the page below.`;
}

function RuleRow({ rule, number, mode, problem, urlProblem, count, change, remove }: RowProps) {
  const { url, ...rest } = rule;
  const warning = ruleWarning(mode, rule);
  // A selector that is just being begun is not wrong yet.
  const wrong = problem ?? (rule.selector.trim() ? selectorProblem(rule.selector) : undefined);
  return (
    <li className={classes["rule"]} aria-label={`Rule ${number}`}>
      <TextInput
        label="Selector"
        placeholder=".customer-name, #address"
        spellCheck={false}
        maxLength={256}
        value={rule.selector}
        onChange={({ currentTarget }) => change({ ...rule, selector: currentTarget.value })}
        error={wrong}
      />
      <NativeSelect
        label="Treatment"
        value={rule.treatment}
        onChange={({ currentTarget }) =>
          change({ ...rule, treatment: currentTarget.value as PrivacyRule["treatment"] })
        }
        data={TREATMENTS.map((treatment) => ({ value: treatment, label: TREATMENT_WORDS[treatment].name }))}
      />
      <TextInput
        label="Only on paths"
        placeholder="everywhere"
        spellCheck={false}
        maxLength={256}
        value={url ?? ""}
        onChange={({ currentTarget: { value } }) => change(value === "" ? rest : { ...rest, url: value })}
        error={urlProblem}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        className={classes["remove"] ?? ""}
        aria-label={`Remove rule ${number}`}
        onClick={remove}
      >
        <IconTrash size={16} stroke={1.7} />
      </ActionIcon>
      <div className={classes["ruleNote"]}>
        {warning ? <Warning>{warning}</Warning> : `${TREATMENT_WORDS[rule.treatment].means}.`}{" "}
        {count !== undefined && !wrong && <span data-testid="rule-count">{countWords(count)}</span>}
      </div>
    </li>
  );
}

interface Props {
  privacy: PrivacySettings;
  problems: readonly FieldProblem[];
  counts: Marks["counts"];
  change: (part: Partial<PrivacySettings>) => void;
}

/** Rules for single elements: the nearest to an element decides. */
export function RulesCard({ privacy, problems, counts, change }: Props) {
  const { rules, mode } = privacy;
  const add = () => {
    const id = newId(
      `rule-${rules.length + 1}`,
      rules.map((rule) => rule.id),
    );
    change({ rules: [...rules, { id, selector: "", treatment: "mask" }] });
  };
  return (
    <Card
      title="Rules"
      hint={
        <>
          A rule holds for the elements its CSS selector names and for what is in them; the rule nearest to an element
          decides. In the page itself <Code>data-playhead="mask"</Code> does the same. In paths <Code>*</Code> stands
          for any text: <Code>/account*</Code>.
        </>
      }
    >
      {rules.length > 0 && (
        <ol className={classes["rules"]}>
          {rules.map((rule, at) => (
            <RuleRow
              key={rule.id}
              rule={rule}
              number={at + 1}
              mode={mode}
              problem={textAt(problems, "privacy", "rules", at, "selector")}
              urlProblem={textAt(problems, "privacy", "rules", at, "url")}
              count={counts.get(rule.id)}
              change={(next) => change({ rules: rules.map((each) => (each.id === rule.id ? next : each)) })}
              remove={() => change({ rules: rules.filter(({ id }) => id !== rule.id) })}
            />
          ))}
        </ol>
      )}
      <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} onClick={add}>
        Add a rule
      </Button>
    </Card>
  );
}
