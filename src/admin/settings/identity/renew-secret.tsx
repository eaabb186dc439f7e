import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { api } from "../../api.ts";
import { Failure } from "../failure.tsx";
import { plainText } from "../field-problem.ts";
import { keepSettings } from "../use-settings.ts";

interface Props {
  opened: boolean;
  /** Whether only signed ids count now. */
  signed: boolean;
  close: () => void;
  renewed: () => void;
}

/** Asks before another secret is made, and says what breaks. */
export function RenewSecret({ opened, signed, close, renewed }: Props) {
  const renewing = useMutation({
    mutationFn: api.renewIdentitySecret,
    onSuccess(settings) {
      keepSettings(settings);
      renewed();
      close();
    },
  });
  return (
    <Modal
      opened={opened}
      onClose={close}
      onExitTransitionEnd={() => renewing.reset()}
      title="Make another secret?"
      centered
    >
      <Stack gap="sm">
        <Text fz="sm">
          The present secret stops working within seconds, and cannot be brought back. Signatures made with it count no
          more.
        </Text>
        {signed ? (
          <Alert color="orange" variant="light" py="xs">
            Only signed ids count now: until your server signs with the new secret, signed-in visitors are recorded as
            anonymous ones, and their choices on other devices are not found.
          </Alert>
        ) : (
          <Text fz="sm">Unsigned ids are believed at present, so nothing changes in who is known.</Text>
        )}
        <Failure text={renewing.isError ? plainText(renewing.error) : null} />
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            Keep it
          </Button>
          <Button color="red" loading={renewing.isPending} onClick={() => renewing.mutate()}>
            Make another
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
