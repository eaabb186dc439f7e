import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { Share } from "../../protocol/share.schema.ts";
import { api } from "../api.ts";
import { dateText } from "../format/time.ts";
import { queryClient } from "../query-client.ts";
import { Failure } from "../settings/failure.tsx";
import { useNow } from "../shell/use-now.ts";
import { opensText, shareState } from "./share-words.ts";

function ShareRow({ session, share, now }: { session: string; share: Share; now: number }) {
  const revoking = useMutation({
    mutationFn: () => api.revokeShare(session, share.id),
    onSuccess: (shares) => queryClient.setQueryData(["shares", session], shares),
  });
  const state = shareState(share, now);
  return (
    <Stack gap={2} component="li">
      <Group gap="xs" wrap="nowrap" justify="space-between">
        <Text fz="sm" className="cut">
          {share.name ?? share.actor}, {dateText(share.createdAt)}
          {share.locked && <IconLock size={13} aria-label="with a password" style={{ marginLeft: 6 }} />}
        </Text>
        {state === "good" ? (
          <Button
            size="compact-xs"
            variant="default"
            c="red"
            loading={revoking.isPending}
            onClick={() => revoking.mutate()}
          >
            Revoke
          </Button>
        ) : (
          <Badge size="sm" variant="default" tt="none">
            {state === "revoked" ? "Revoked" : "Ended"}
          </Badge>
        )}
      </Group>
      <Text fz="xs" className="faint">
        {opensText(share)}
        {state === "good" && ` · good until ${dateText(share.expiresAt)}`}
      </Text>
      <Failure text={revoking.isError ? revoking.error.message : null} />
    </Stack>
  );
}

/** The links of a session that there are and were. */
export function ShareList({ session, shares }: { session: string; shares: readonly Share[] }) {
  const now = useNow(30_000);
  if (shares.length === 0)
    return (
      <Text fz="sm" className="faint">
        There is no link to this session yet.
      </Text>
    );
  return (
    <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
      {shares.map((share) => (
        <ShareRow key={share.id} session={session} share={share} now={now} />
      ))}
    </Stack>
  );
}
