import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { KeyRow } from "../../../protocol/members.schema.ts";
import { Failure } from "../failure.tsx";
import { plainText } from "../field-problem.ts";
import { membersApi } from "../members/members-api.ts";
import { useKeyChange } from "./use-keys.ts";

/** Asks before a key is revoked. */
export function EndKey({ item, close }: { item: KeyRow | null; close: () => void }) {
  const revoke = useKeyChange(membersApi.revokeKey, close);
  const leave = () => {
    revoke.reset();
    close();
  };
  return (
    <Modal opened={item !== null} onClose={leave} title={`Revoke “${item?.name ?? ""}”?`} centered>
      <Stack gap="sm">
        <Text fz="sm">Programs that use it are refused from the next call on. It cannot be taken back.</Text>
        <Failure text={revoke.isError ? plainText(revoke.error) : null} />
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={leave} data-autofocus>
            Keep it
          </Button>
          <Button color="red" loading={revoke.isPending} onClick={() => item && revoke.mutate(item.id)}>
            Revoke
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
