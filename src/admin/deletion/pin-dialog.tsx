import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { SessionRow } from "../../protocol/api.schema.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { dateText } from "../format/time.ts";
import { Failure } from "../settings/failure.tsx";
import { deletionApi } from "./deletion-api.ts";

interface Props {
  session: Pick<SessionRow, "id" | "expiresAt">;
  /** Why it is pinned; `null`: it is not. */
  reason: string | null;
  opened: boolean;
  close: () => void;
  /** It is pinned with this reason now, or not any more. */
  changed: (reason: string | null) => void;
}

/** Keeps a session beyond its retention, with a reason; or no more. */
export function PinDialog({ session, reason, opened, close, changed }: Props) {
  const [text, setText] = useState(reason ?? "");
  const saving = useMutation({
    mutationFn: (next: string | null) =>
      next === null ? deletionApi.unpin(session.id) : deletionApi.pin(session.id, next),
    onSuccess(_done, next) {
      changed(next);
      close();
    },
  });
  const trimmed = text.trim();
  return (
    <Modal
      opened={opened}
      onClose={close}
      onExitTransitionEnd={() => saving.reset()}
      title={reason === null ? "Pin this session" : "This session is pinned"}
      centered
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (trimmed) saving.mutate(trimmed);
        }}
      >
        <Stack gap="sm">
          <Text fz="sm">
            {reason === null
              ? `It would be deleted on ${dateText(session.expiresAt)}. A pinned session stays until somebody unpins it.`
              : "It stays until somebody unpins it, whatever the retention is."}
          </Text>
          <Textarea
            label="Why it is kept"
            description="Everybody who opens the session reads it, and it is in the activity log. No names of visitors."
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
            maxLength={LIMITS.pinReasonChars}
            autosize
            minRows={2}
            required
            data-autofocus
          />
          <Failure text={saving.isError ? saving.error.message : null} />
          <Group justify="space-between" gap="xs">
            {reason === null ? (
              <span />
            ) : (
              <Button variant="default" color="red" loading={saving.isPending} onClick={() => saving.mutate(null)}>
                Unpin
              </Button>
            )}
            <Group gap="xs">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" disabled={!trimmed || trimmed === reason} loading={saving.isPending}>
                {reason === null ? "Pin" : "Save"}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
