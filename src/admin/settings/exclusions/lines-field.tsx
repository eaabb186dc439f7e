import { Code, Textarea } from "@mantine/core";
import { useState } from "react";
import { lineTextAt, type FieldProblem } from "../field-problem.ts";
import classes from "../settings.module.css";
import { entriesOf, textOf } from "./lines.ts";

interface Props {
  label: string;
  entries: readonly string[];
  examples: readonly { text: string; means: string }[];
  problems: readonly FieldProblem[];
  place: string[];
  change: (entries: string[]) => void;
}

/** A list that is written one entry a line. */
export function LinesField({ label, entries, examples, problems, place, change }: Props) {
  const [typed, setTyped] = useState("");
  return (
    <div className={classes["lines"]}>
      <Textarea
        label={label}
        description="One a line"
        autosize
        minRows={4}
        maxRows={16}
        spellCheck={false}
        classNames={{ input: classes["linesInput"] ?? "" }}
        value={textOf(entries, typed)}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          change(entriesOf(currentTarget.value));
        }}
        error={lineTextAt(problems, entries, ...place)}
      />
      <dl className={classes["examples"]} aria-label={`Examples for ${label}`}>
        {examples.map(({ text, means }) => (
          <div key={text}>
            <dt>
              <Code fz="xs">{text}</Code>
            </dt>
            <dd className="faint">{means}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
