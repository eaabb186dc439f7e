import { Alert, Button, Code, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Failure } from "../failure.tsx";
import type { Environment } from "../../../protocol/policy.schema.ts";
import { api } from "../../api.ts";
import { plainText } from "../field-problem.ts";
import { keepSettings } from "../use-settings.ts";

interface Props {
  environment: Environment;
  /** The key in question; `null` while none is. */
  revoking: string | null;
  /** Whether it is the only one that works. */
  last: boolean;
  close: () => void;
}

/** Asks before a key is revoked, and says what stops working. */
export function RevokeKey({ environment, revoking, last, close }: Props) {
  const revoke = useMutation({
    mutationFn: (key: string) => api.revokeKey(environment.id, key),
    onSuccess(settings) {
      keepSettings(settings);
      close();
    },
  });
  return (
    <Modal opened={revoking !== null} onClose={close} title="Revoke this key?" centered>
      <Stack gap="sm">
        <Code fz="xs">{revoking}</Code>
        <Text fz="sm">
          Pages that still carry it stop recording: new visits are turned away within seconds. Recordings made with it
          stay. It cannot be taken back; a page that should go on needs another key first.
        </Text>
        {last && (
          <Alert color="orange" variant="light" py="xs">
            It is the only key of {environment.name} that works. Without it, nobody is recorded there.
          </Alert>
        )}
        <Failure text={revoke.isError ? plainText(revoke.error) : null} />
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            Keep it
          </Button>
          <Button color="red" loading={revoke.isPending} onClick={() => revoking && revoke.mutate(revoking)}>
            Revoke
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
