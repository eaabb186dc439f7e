import { Radio, Stack, TextInput } from "@mantine/core";
import { LEVELS, type CollectionLevel } from "../../../protocol/levels.ts";
import type { Environment } from "../../../protocol/policy.schema.ts";
import { Card } from "../card.tsx";
import { textAt } from "../field-problem.ts";
import { isCollectedToday, LEVEL_NAMES, LEVEL_SENTENCES } from "../words/level-words.ts";
import type { EnvironmentFormProps } from "./environment-form.ts";

function levelSentence(level: CollectionLevel): string {
  return level === "off" || isCollectedToday(level)
    ? LEVEL_SENTENCES[level]
    : `${LEVEL_SENTENCES[level]} Not collected by the recorder yet: until it is, nothing is.`;
}

/** What is collected, and when it starts. */
export function CollectionCard({ environment, problems, place, change }: EnvironmentFormProps) {
  return (
    <Card title="What is collected">
      <Stack gap="lg">
        <TextInput
          label="Name"
          maw={360}
          maxLength={64}
          value={environment.name}
          onChange={({ currentTarget }) => change({ name: currentTarget.value })}
          error={textAt(problems, ...place, "name")}
        />
        <Radio.Group
          label="Level"
          value={environment.level}
          onChange={(level) => change({ level: level as CollectionLevel })}
          error={textAt(problems, ...place, "level")}
        >
          <Stack gap={10} mt={6}>
            {LEVELS.map((level) => (
              <Radio key={level} value={level} label={LEVEL_NAMES[level]} description={levelSentence(level)} />
            ))}
          </Stack>
        </Radio.Group>
        <Radio.Group
          label="Recording starts"
          value={environment.method}
          onChange={(method) => change({ method: method as Environment["method"] })}
          error={textAt(problems, ...place, "method")}
        >
          <Stack gap={10} mt={6}>
            <Radio value="automatic" label="Automatic" description="As soon as a page with the snippet is opened." />
            <Radio
              value="manual"
              label="Manual"
              description="Not before the page calls playhead.start(), for example after the visitor has agreed."
            />
          </Stack>
        </Radio.Group>
      </Stack>
    </Card>
  );
}
