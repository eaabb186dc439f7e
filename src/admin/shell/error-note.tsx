import { Button, Code, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { ApiError } from "../api.ts";
import { queryClient } from "../query-client.ts";

/** A page's trouble: what happened, and what can be done. Who is not signed in any more goes to sign in and comes back. */
export function ErrorNote({ title, error, retry }: { title: string; error: Error; retry?: () => void }) {
  const router = useRouter();
  const signedOut = error instanceof ApiError && error.status === 401;
  useEffect(() => {
    if (!signedOut) return;
    queryClient.removeQueries({ queryKey: ["me"] });
    void router.navigate({ to: "/sign-in", search: { to: router.state.location.href }, replace: true });
  }, [signedOut, router]);
  if (signedOut) return null;
  return (
    <Stack align="center" gap="xs" py={64} px="md" role="alert">
      <IconAlertTriangle size={30} stroke={1.5} color="var(--mantine-color-orange-6)" aria-hidden />
      <Title order={2} fz="md">
        {title}
      </Title>
      <Text className="faint" ta="center" maw={460}>
        {error.message}
      </Text>
      {error instanceof ApiError && error.requestId && (
        <Text fz="xs" className="faint">
          Request <Code fz="xs">{error.requestId}</Code>
        </Text>
      )}
      {retry && (
        <Button variant="default" mt="xs" onClick={retry}>
          Try again
        </Button>
      )}
    </Stack>
  );
}
