import { Button, Code, Group, List, Progress, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ApplyProgress } from "../../../protocol/privacy/apply.schema.ts";
import { Warning } from "../card.tsx";
import { Failure } from "../failure.tsx";
import { plainText } from "../field-problem.ts";
import { isUnderWay, percentOf, progressLines } from "../words/apply-words.ts";
import { cancelApply } from "./apply-api.ts";

function Named({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <div>
      <Text fz="sm">{title}</Text>
      <List size="sm">
        {items.map((item) => (
          <List.Item key={item}>
            <Code>{item}</Code>
          </List.Item>
        ))}
      </List>
    </div>
  );
}

/** How the last one stands: a bar and a way to stop it while it runs, then its result. */
export function ApplyState({ progress, changed }: { progress: ApplyProgress; changed: (next: ApplyProgress) => void }) {
  const cancelling = useMutation({ mutationFn: cancelApply, onSuccess: changed });
  const lines = progressLines(progress);
  if (lines.length === 0) return null;
  const percent = percentOf(progress);
  return (
    <Stack gap="xs" mt="md">
      {isUnderWay(progress) && (
        <Group gap="sm" wrap="nowrap">
          <Progress.Root size="lg" style={{ flex: 1 }}>
            <Progress.Section value={percent} aria-label="Sessions done" />
          </Progress.Root>
          <Text fz="sm" className="number">
            {percent}%
          </Text>
          <Button
            size="xs"
            variant="default"
            disabled={progress.state === "cancelling"}
            loading={cancelling.isPending}
            onClick={() => cancelling.mutate()}
          >
            Cancel
          </Button>
        </Group>
      )}
      <div role="status">
        {lines.map((line) => (
          <Text fz="sm" key={line}>
            {line}
          </Text>
        ))}
      </div>
      {progress.unsupported.length > 0 && (
        <Warning>Some selectors cannot be told from stored pages; they hold for new visits only.</Warning>
      )}
      <Named title="Selectors that were not applied:" items={progress.unsupported} />
      <Named title="Sessions that could not be rewritten:" items={progress.failures} />
      <Failure text={cancelling.isError ? plainText(cancelling.error) : null} />
    </Stack>
  );
}
