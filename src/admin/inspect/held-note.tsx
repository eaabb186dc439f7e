import { Alert, Button, Group, Text } from "@mantine/core";
import { IconShieldHalf } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { api } from "../api.ts";
import { queryClient } from "../query-client.ts";

/** That the session is held back, and the way to release it. Only who may do so gets here. */
export function HeldNote({ session, released }: { session: string; released: () => void }) {
  const releasing = useMutation({
    mutationFn: () => api.release(session),
    onSuccess() {
      released();
      void queryClient.invalidateQueries({ queryKey: ["sessions"] });
    },
  });
  return (
    <Alert color="orange" variant="light" icon={<IconShieldHalf size={18} />} mb="md" aria-label="Held back">
      <Group justify="space-between" gap="sm">
        <Text fz="sm" maw={640}>
          This session is held back: only owners and admins can play it. Look at what was taken out; when nothing else
          is in it that should not be, release it for everybody.
        </Text>
        <Button size="xs" onClick={() => releasing.mutate()} loading={releasing.isPending}>
          Release
        </Button>
      </Group>
      {releasing.isError && (
        <Text fz="sm" c="red" role="alert" mt="xs">
          Not released: {releasing.error.message}
        </Text>
      )}
    </Alert>
  );
}
