import { Button, Code, Group, Paper, Stack, Text } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import type { PublicConfig } from "../../protocol/api.schema.ts";

/** On a developer's machine: the demo owner's account. */
export function DemoNote({ demo, fill }: { demo: NonNullable<PublicConfig["demo"]>; fill: () => void }) {
  return (
    <Paper withBorder p="md" radius="lg" bg="transparent">
      <Group gap="xs" mb={6}>
        <IconFlask size={16} aria-hidden />
        <Text fz="sm" fw={600}>
          Demo account of this machine
        </Text>
      </Group>
      <Group justify="space-between" wrap="nowrap" align="end">
        <Stack gap={4}>
          <Code bg="transparent" p={0} fz="sm">
            {demo.email}
          </Code>
          <Code bg="transparent" p={0} fz="sm">
            {demo.password}
          </Code>
        </Stack>
        <Button size="xs" variant="default" onClick={fill}>
          Fill in
        </Button>
      </Group>
    </Paper>
  );
}
