import { ActionIcon, Button, Group, NativeSelect, SimpleGrid, Stack, TextInput, Tooltip } from "@mantine/core";
import { IconDice5 } from "@tabler/icons-react";
import { uuidv7 } from "../../../protocol/ids.ts";
import type { Policy } from "../../../protocol/policy.schema.ts";
import { Card } from "../card.tsx";
import { textAt, type FieldProblem } from "../field-problem.ts";
import { AttributesField } from "./attributes-field.tsx";
import type { ProbeForm } from "./probe.ts";
import { VisitorFields } from "./visitor-fields.tsx";

interface Props {
  form: ProbeForm;
  policy: Policy;
  problems: readonly FieldProblem[];
  busy: boolean;
  change: (part: Partial<ProbeForm>) => void;
}

type TextName = "url" | "referrer" | "ip" | "userAgent" | "country" | "language" | "user" | "visitor";

/** The visit to test. Only environment and URL are needed; a rule that looks at something not said does not fit. */
export function ProbeFields({ form, policy, problems, busy, change }: Props) {
  const text = (name: TextName, maxLength: number) => ({
    value: form[name],
    maxLength,
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) => change({ [name]: currentTarget.value }),
    error: textAt(problems, name),
  });
  const manual = policy.environments.find(({ id }) => id === form.environment)?.method === "manual";
  const mine = () => change({ userAgent: navigator.userAgent, language: form.language || navigator.language });
  return (
    <Card
      title="The visit"
      hint="Only the environment and the page's address are needed. What is left out counts as not known."
    >
      <Stack gap="md">
        <NativeSelect
          label="Environment"
          data={policy.environments.map(({ id, name }) => ({ value: id, label: name }))}
          value={form.environment}
          onChange={({ currentTarget }) => change({ environment: currentTarget.value })}
          error={textAt(problems, "environment")}
        />
        <TextInput
          label="URL of the page"
          placeholder="https://shop.example.com/checkout"
          inputMode="url"
          {...text("url", 2_048)}
        />
        <Group align="end" gap="xs" wrap="nowrap">
          <TextInput label="User agent" placeholder="Mozilla/5.0 …" flex={1} {...text("userAgent", 1_024)} />
          <Button variant="default" onClick={mine}>
            Use mine
          </Button>
        </Group>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="md">
          <TextInput label="IP address" placeholder="203.0.113.7" {...text("ip", 64)} />
          <TextInput label="Country" placeholder="DE" {...text("country", 2)} />
          <TextInput label="Language" placeholder="de-DE" {...text("language", 35)} />
          <TextInput label="Referrer" placeholder="https://www.example.org/" {...text("referrer", 2_048)} />
          <TextInput label="User id" placeholder="user-1" {...text("user", 256)} />
          <TextInput
            label="Visitor id"
            placeholder="decides about the sample"
            rightSection={
              <Tooltip label="Make one up">
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label="Make up a visitor id"
                  onClick={() => change({ visitor: uuidv7() })}
                >
                  <IconDice5 size={17} stroke={1.7} />
                </ActionIcon>
              </Tooltip>
            }
            {...text("visitor", 64)}
          />
        </SimpleGrid>
        <VisitorFields form={form} manual={manual} change={change} />
        <AttributesField attributes={form.attributes} change={(attributes) => change({ attributes })} />
        <div>
          <Button type="submit" loading={busy}>
            Test this visit
          </Button>
        </div>
      </Stack>
    </Card>
  );
}
