import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { DeleteResult } from "../../protocol/deletion.schema.ts";
import { Failure } from "../settings/failure.tsx";
import { deletionApi } from "./deletion-api.ts";
import { deletedText, sessionsText } from "./deletion-words.ts";

interface Props {
  sessions: readonly string[];
  opened: boolean;
  close: () => void;
  /** They are gone, but for pinned ones. */
  deleted: (result: DeleteResult) => void;
}

/** Asks before sessions are deleted, with how many they are. */
export function DeleteDialog({ sessions, opened, close, deleted }: Props) {
  const client = useQueryClient();
  const count = sessionsText(sessions.length);
  const deleting = useMutation({
    mutationFn: () => deletionApi.sessions(sessions),
    async onSuccess(result) {
      client.removeQueries({ queryKey: ["sessions-head"] });
      await client.invalidateQueries({ queryKey: ["sessions"] });
      // What stays is said before the dialog goes.
      if (result.pinned.length === 0) close();
      deleted(result);
    },
  });
  const kept = deleting.data && deleting.data.pinned.length > 0 ? deletedText(deleting.data) : null;
  return (
    <Modal
      opened={opened}
      onClose={close}
      onExitTransitionEnd={() => deleting.reset()}
      title={
        kept === null ? `Delete ${count}?` : deleting.data?.total === 0 ? "Nothing was deleted" : "Not all of them"
      }
      centered
    >
      <Stack gap="sm">
        {kept ? (
          <Text fz="sm">{kept}</Text>
        ) : (
          <>
            <Text fz="sm">
              Nobody will be able to see {sessions.length === 1 ? "it" : "them"} any more, and this cannot be undone. A
              session that is still being recorded stops.
            </Text>
            <Text fz="sm" className="faint">
              That you have deleted {sessions.length === 1 ? "it" : "them"} stays in the activity log.
            </Text>
          </>
        )}
        <Failure text={deleting.isError ? deleting.error.message : null} />
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            {kept ? "Close" : "Keep"}
          </Button>
          {!kept && (
            <Button color="red" loading={deleting.isPending} onClick={() => deleting.mutate()}>
              Delete {count}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
