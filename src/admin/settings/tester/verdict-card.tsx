import { Badge, Text } from "@mantine/core";
import { IconCircleArrowDown, IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import type { CheckedRule, Verdict } from "../../../protocol/settings.schema.ts";
import { Card } from "../card.tsx";
import classes from "../settings.module.css";
import { LEVEL_NAMES } from "../words/level-words.ts";
import { reasonWords } from "../words/reasons.ts";
import { ruleName } from "../words/rule-names.ts";
import { ruleState, verdictText, verdictTitle } from "../words/verdict-words.ts";

function Rule({ rule, decided }: { rule: CheckedRule; decided: boolean }) {
  const { passed, lowered = false, because } = rule;
  const Icon = !passed ? IconCircleX : lowered ? IconCircleArrowDown : IconCircleCheck;
  return (
    <li className={classes["checked"]} data-passed={passed} data-lowered={(passed && lowered) || undefined}>
      <Icon size={18} stroke={1.7} aria-hidden />
      <span>
        <strong>{ruleName(rule.rule)}</strong>{" "}
        <span className={classes["checkedState"]}>{ruleState(rule, decided)}</span>
        <span className="faint">{because}</span>
      </span>
    </li>
  );
}

const COLOURS = { off: "red", engagement: "orange", dxa: "orange", playback: "teal" } as const;

/** What would happen, which rule decided it, and which were passed before, in the order they are looked at. */
export function VerdictCard({ verdict }: { verdict: Verdict }) {
  const { level, reason, rules } = verdict;
  const { text, help } = reasonWords(reason);
  const stopped = rules.findIndex(({ passed }) => !passed);
  return (
    <Card title={verdictTitle(verdict)}>
      <Badge variant="light" color={COLOURS[level]} tt="none" radius="sm" mb={6}>
        Level: {LEVEL_NAMES[level]}
      </Badge>
      <Text fz="sm" mb={4}>
        {verdictText(verdict)}
      </Text>
      {reason !== "recorded" && (
        <Text fz="sm">
          {text}. {help && <span className="faint">{help}</span>}
        </Text>
      )}
      <ol className={classes["checkedList"]} aria-label="Rules, in the order they were looked at">
        {rules.map((rule, index) => (
          <Rule key={`${rule.rule} ${rule.because}`} rule={rule} decided={index === stopped} />
        ))}
      </ol>
    </Card>
  );
}
