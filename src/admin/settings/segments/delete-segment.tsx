import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Failure } from "../failure.tsx";
import type { Policy, Segment } from "../../../protocol/policy.schema.ts";
import { ApiError, api } from "../../api.ts";
import { plainText } from "../field-problem.ts";
import { freshSettings, keepSettings } from "../use-settings.ts";
import { andText } from "../words/list-text.ts";
import { usersOf } from "../words/names.ts";

const CONFLICT = 409;

async function remove(id: string): Promise<void> {
  const { version, policy } = await freshSettings();
  const users = usersOf(policy, id);
  // Somebody may have chosen it since the list was loaded; the page, being fresh now, says so.
  if (users.length > 0) throw new Error(`It is used by ${andText(users)}.`);
  const segments = policy.segments.filter((segment) => segment.id !== id);
  keepSettings(await api.saveSettings({ version, policy: { ...policy, segments } }));
}

function messageOf(error: Error): string {
  return error instanceof ApiError && error.status === CONFLICT
    ? "Somebody else has changed the settings at the same moment. Try again."
    : plainText(error);
}

interface Props {
  /** The segment in question; `null` while none is. */
  segment: Segment | null;
  policy: Policy;
  close: () => void;
}

/** Asks before a segment is deleted; refuses while an environment uses it. */
export function DeleteSegment({ segment, policy, close }: Props) {
  const deleting = useMutation({ mutationFn: remove, onSuccess: close });
  const users = segment ? usersOf(policy, segment.id) : [];
  const used = users.length > 0;
  return (
    <Modal
      opened={segment !== null}
      onClose={close}
      title={used ? `${segment?.name} is in use` : `Delete ${segment?.name}?`}
      centered
      onExitTransitionEnd={() => deleting.reset()}
    >
      <Stack gap="md">
        <Text fz="sm">
          {used
            ? `It can't be deleted while an environment uses it. Take it out of ${andText(users)} first.`
            : "No environment uses it, so nothing changes in who is recorded. It cannot be taken back."}
        </Text>
        <Failure text={deleting.isError ? messageOf(deleting.error) : null} />
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            {used ? "Close" : "Keep it"}
          </Button>
          {!used && (
            <Button color="red" loading={deleting.isPending} onClick={() => segment && deleting.mutate(segment.id)}>
              Delete
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
