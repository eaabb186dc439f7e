import { Button, Center, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTitle } from "./use-title.ts";

export function NotFoundPage() {
  useTitle("Not found");
  return (
    <Center mih="60vh" p="md">
      <Stack align="center" gap="xs">
        <Title order={1} fz="lg">
          There is no such page
        </Title>
        <Text className="faint">The address may be mistyped, or the page has moved.</Text>
        <Button component={Link} to="/sessions" variant="default" mt="sm">
          To the sessions
        </Button>
      </Stack>
    </Center>
  );
}
