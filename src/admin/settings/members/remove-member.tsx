import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { MemberRow } from "../../../protocol/members.schema.ts";
import { Failure } from "../failure.tsx";
import { plainText } from "../field-problem.ts";
import { membersApi } from "./members-api.ts";
import { useMemberChange } from "./use-members.ts";

/** Asks before somebody is removed. */
export function RemoveMember({ member, close }: { member: MemberRow | null; close: () => void }) {
  const remove = useMemberChange(membersApi.remove, close);
  const leave = () => {
    remove.reset();
    close();
  };
  return (
    <Modal opened={member !== null} onClose={leave} title={`Remove ${member?.name ?? ""}?`} centered>
      <Stack gap="sm">
        <Text fz="sm">
          {member?.email} is signed out of this tenant at once. Their account stays, and so does what the activity log
          says of them. API keys that they made go on working.
        </Text>
        <Failure text={remove.isError ? plainText(remove.error) : null} />
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={leave} data-autofocus>
            Keep them
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => member && remove.mutate(member.user)}>
            Remove
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
