import { Button, CloseButton, Group, Stack, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { ProbeForm } from "./probe.ts";

type Attributes = ProbeForm["attributes"];

/** Attributes that the site would have said of the visitor. */
export function AttributesField({
  attributes,
  change,
}: {
  attributes: Attributes;
  change: (next: Attributes) => void;
}) {
  const set = (index: number, part: Partial<Attributes[number]>) =>
    change(attributes.map((attribute, at) => (at === index ? { ...attribute, ...part } : attribute)));
  return (
    <Stack gap="xs" role="group" aria-label="Attributes">
      {attributes.map(({ name, value }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a row has no id, and its name changes while it is typed
        <Group key={index} gap="xs" wrap="nowrap">
          <TextInput
            aria-label={`Attribute ${index + 1}: name`}
            placeholder="plan"
            flex={1}
            maxLength={64}
            value={name}
            onChange={({ currentTarget }) => set(index, { name: currentTarget.value })}
          />
          <TextInput
            aria-label={`Attribute ${index + 1}: value`}
            placeholder="pro"
            flex={1}
            maxLength={256}
            value={value}
            onChange={({ currentTarget }) => set(index, { value: currentTarget.value })}
          />
          <CloseButton
            aria-label={`Remove attribute ${index + 1}`}
            onClick={() => change(attributes.filter((_, at) => at !== index))}
          />
        </Group>
      ))}
      <div>
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => change([...attributes, { name: "", value: "" }])}
        >
          Add an attribute
        </Button>
      </div>
    </Stack>
  );
}
