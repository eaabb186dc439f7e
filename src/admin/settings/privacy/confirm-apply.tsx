import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ApplyProgress, ApplyRequest } from "../../../protocol/privacy/apply.schema.ts";
import { Failure } from "../failure.tsx";
import { plainText } from "../field-problem.ts";
import { confirmLines } from "../words/apply-words.ts";
import { startApply } from "./apply-api.ts";

interface Props {
  /** What would be asked for; `null`: nothing is. */
  request: ApplyRequest | null;
  opened: boolean;
  close: () => void;
  started: (progress: ApplyProgress) => void;
}

/** Asks before stored sessions are changed, and says what cannot be undone. */
export function ConfirmApply({ request, opened, close, started }: Props) {
  const starting = useMutation({
    mutationFn: startApply,
    onSuccess(progress) {
      started(progress);
      close();
    },
  });
  return (
    <Modal
      opened={opened}
      onClose={close}
      onExitTransitionEnd={() => starting.reset()}
      title="Change stored sessions?"
      centered
    >
      <Stack gap="sm">
        {request &&
          confirmLines(request).map((line) => (
            <Text fz="sm" key={line}>
              {line}
            </Text>
          ))}
        <Failure text={starting.isError ? plainText(starting.error) : null} />
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            Leave them
          </Button>
          <Button color="red" loading={starting.isPending} onClick={() => request && starting.mutate(request)}>
            Apply
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
