import { ActionIcon, Autocomplete, Button, Group, Select } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { INSIGHT_LIMITS } from "../../protocol/insight-limits.ts";
import { STEP_KINDS, type Step } from "../../protocol/insights/step.ts";
import type { Names } from "../../protocol/insights/names.ts";
import classes from "./insights.module.css";
import { STEP_WORDS } from "./words.ts";

const KIND_OPTIONS = STEP_KINDS.map((value) => ({ value, label: STEP_WORDS[value] }));
const HINTS: Record<Step["kind"], string> = {
  page: "/checkout or /item/*",
  event: "Name of an event, like purchase",
  click: "Name of an element",
};

function offered(kind: Step["kind"], names: Names): string[] {
  return { page: names.pages, event: names.events, click: names.clicks }[kind];
}

interface Props {
  steps: readonly Step[];
  names: Names;
  change(steps: Step[]): void;
}

function Row({ steps, names, change, at }: Props & { at: number }) {
  const step = steps[at]!;
  const [text, setText] = useState(step.match);
  const [shown, setShown] = useState(step.match);
  // The step has changed otherwise: it was moved, or the address has changed.
  if (shown !== step.match) {
    setShown(step.match);
    setText(step.match);
  }
  const put = (changed: Partial<Step>) => change(steps.map((each, no) => (no === at ? { ...each, ...changed } : each)));
  const swap = (other: number) =>
    change(steps.map((each, no) => (no === at ? steps[other]! : no === other ? step : each)));
  const done = (match: string) => match.trim() !== step.match && put({ match: match.trim() });
  const name = `step ${at + 1}`;
  return (
    <li className={classes["step"]}>
      <span className={classes["stepNo"]} aria-hidden="true">
        {at + 1}
      </span>
      <Select
        aria-label={`Kind of ${name}`}
        data={KIND_OPTIONS}
        value={step.kind}
        onChange={(kind) => put({ kind: kind as Step["kind"] })}
        allowDeselect={false}
        className={classes["stepKind"] ?? ""}
      />
      <Autocomplete
        aria-label={`What ${name} is`}
        placeholder={HINTS[step.kind]}
        data={[...new Set(offered(step.kind, names))]}
        limit={30}
        maxLength={INSIGHT_LIMITS.nameChars}
        value={text}
        onChange={setText}
        onOptionSubmit={done}
        onBlur={() => done(text)}
        onKeyDown={({ key }) => key === "Enter" && done(text)}
        className={classes["stepMatch"] ?? ""}
        spellCheck={false}
      />
      <Group gap={2} wrap="nowrap">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Move ${name} up`}
          disabled={at === 0}
          onClick={() => swap(at - 1)}
        >
          <IconArrowUp size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Move ${name} down`}
          disabled={at === steps.length - 1}
          onClick={() => swap(at + 1)}
        >
          <IconArrowDown size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Remove ${name}`}
          disabled={steps.length === 1}
          onClick={() => change(steps.filter((_, no) => no !== at))}
        >
          <IconX size={16} />
        </ActionIcon>
      </Group>
    </li>
  );
}

/** The steps of a funnel: each a page, an event or a click, in the order in which they have to come. */
export function StepEditor(props: Props) {
  const { steps, change } = props;
  return (
    <div>
      <ol className={classes["steps"]}>
        {steps.map((_, at) => (
          // A step has no identity but its place.
          // oxlint-disable-next-line react/no-array-index-key
          <Row key={at} {...props} at={at} />
        ))}
      </ol>
      {steps.length < INSIGHT_LIMITS.steps && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={15} />}
          onClick={() => change([...steps, { kind: "page", match: "" }])}
        >
          Add a step
        </Button>
      )}
    </div>
  );
}
