import { Badge, Text } from "@mantine/core";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import type { CheckedRule, Verdict } from "../../../protocol/settings.schema.ts";
import { Card } from "../card.tsx";
import classes from "../settings.module.css";
import { isCollectedToday, LEVEL_NAMES } from "../words/level-words.ts";
import { reasonWords, type ReasonWords } from "../words/reasons.ts";
import { ruleName } from "../words/rule-names.ts";

function Rule({ rule, decided }: { rule: CheckedRule; decided: boolean }) {
  const Icon = rule.passed ? IconCircleCheck : IconCircleX;
  return (
    <li className={classes["checked"]} data-passed={rule.passed}>
      <Icon size={18} stroke={1.7} aria-hidden />
      <span>
        <strong>{ruleName(rule.rule)}</strong>{" "}
        <span className={classes["checkedState"]}>
          {rule.passed ? "passed" : decided ? "decided: not recorded" : "not passed"}
        </span>
        <span className="faint">{rule.because}</span>
      </span>
    </li>
  );
}

function titleOf({ level }: Verdict): string {
  if (level === "off") return "Not recorded";
  return isCollectedToday(level) ? "Recorded" : "Let in, but nothing is collected";
}

/** The reason as a sentence. Being let in is not enough while the recorder collects nothing at the level. */
function reasonOf({ level, reason }: Verdict): ReasonWords {
  return level === "off" || isCollectedToday(level)
    ? reasonWords(reason)
    : { text: "The recorder collects only playback so far" };
}

/** What would happen, which rule decided it, and which were passed before, in the order they are looked at. */
export function VerdictCard({ verdict }: { verdict: Verdict }) {
  const { level, rules } = verdict;
  const { text, help } = reasonOf(verdict);
  const stopped = rules.findIndex(({ passed }) => !passed);
  return (
    <Card title={titleOf(verdict)}>
      <Badge
        variant="light"
        color={level === "off" ? "red" : isCollectedToday(level) ? "teal" : "orange"}
        tt="none"
        radius="sm"
        mb={6}
      >
        Level: {LEVEL_NAMES[level]}
      </Badge>
      <Text fz="sm">
        {text}. {help && <span className="faint">{help}</span>}
      </Text>
      <ol className={classes["checkedList"]} aria-label="Rules, in the order they were looked at">
        {rules.map((rule, index) => (
          <Rule key={`${rule.rule} ${rule.because}`} rule={rule} decided={index === stopped} />
        ))}
      </ol>
    </Card>
  );
}
