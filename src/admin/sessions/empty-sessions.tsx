import { Anchor, Button, Code, CopyButton, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconCheck, IconCopy, IconExternalLink, IconPlayerRecord } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "../api.ts";
import classes from "./sessions.module.css";

/** Shown while there is no session at all: how to get the first one. */
export function EmptySessions() {
  const { data: config } = useQuery({
    queryKey: ["config"],
    queryFn: ({ signal }) => api.config(signal),
    staleTime: Infinity,
  });
  const key = config?.demo?.key ?? "YOUR_PUBLISHABLE_KEY";
  const snippet = `<script async src="${location.origin}/playhead.js" data-key="${key}"></script>`;
  return (
    <Stack align="center" className={classes["empty"]} gap="md">
      <span className={classes["emptyIcon"]} aria-hidden="true">
        <IconPlayerRecord size={26} stroke={1.6} />
      </span>
      <Stack gap={4} align="center">
        <Title order={2} fz="lg">
          No sessions yet
        </Title>
        <Text className="faint" ta="center" maw={460}>
          Put this line into the pages you want to see replayed, before the end of the head. The first visit shows up
          here a few seconds after it began.
        </Text>
      </Stack>
      <Paper withBorder p="sm" radius="md" className={classes["snippet"]}>
        <Code bg="transparent" fz="xs" className={classes["code"]}>
          {snippet}
        </Code>
        <CopyButton value={snippet}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            >
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
      </Paper>
      {config?.local && (
        <Group gap={6}>
          <Text fz="sm" className="faint">
            Or record yourself in the
          </Text>
          <Anchor href="/demo/" target="_blank" rel="noreferrer" fz="sm" className={classes["demo"]}>
            demo shop <IconExternalLink size={14} aria-hidden />
          </Anchor>
        </Group>
      )}
    </Stack>
  );
}
