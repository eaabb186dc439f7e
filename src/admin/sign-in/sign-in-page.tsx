import { Alert, Button, Center, Code, Group, Paper, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconAlertCircle, IconFlask } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { ApiError, api } from "../api.ts";
import { queryClient } from "../query-client.ts";
import { Logo } from "../shell/logo.tsx";
import { useTitle } from "../shell/use-title.ts";
import { safeReturn } from "./return-address.ts";

function messageOf(error: unknown): string {
  if (!(error instanceof ApiError)) return "Signing in did not work. Try again.";
  if (error.code === "offline") return error.message;
  if (error.status === 429) return "Too many attempts. Wait a minute, then try again.";
  if (error.status === 401) return "This e-mail address and password don't belong together.";
  if (error.status >= 500) return "The server has a problem. Try again in a moment.";
  return error.message;
}

/** Sign-in with e-mail address and password; on a developer's machine it tells the demo owner's. */
export function SignInPage() {
  useTitle("Sign in");
  const router = useRouter();
  const { to } = useSearch({ from: "/sign-in" });
  const { data: config } = useQuery({
    queryKey: ["config"],
    queryFn: ({ signal }) => api.config(signal),
    staleTime: Infinity,
  });
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useForm({
    initialValues: { email: "", password: "" },
    validate: {
      email: (value) => (value.includes("@") ? null : "An e-mail address, please"),
      password: (value) => (value === "" ? "The password is missing" : null),
    },
  });

  async function signIn({ email, password }: { email: string; password: string }): Promise<void> {
    setBusy(true);
    setFault(null);
    try {
      await api.signIn(email.trim(), password);
      queryClient.removeQueries({ queryKey: ["me"] });
      router.history.replace(safeReturn(to));
    } catch (error) {
      setFault(messageOf(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Center mih="100%" p="md">
      <Stack w="100%" maw={380} gap="lg">
        <Group justify="center">
          <Logo size="lg" />
        </Group>
        <Paper withBorder p="xl" radius="lg" bg="var(--surface)" component="main">
          <form onSubmit={form.onSubmit((values) => void signIn(values))} noValidate>
            <Stack gap="md">
              <Title order={1} fz="lg">
                Sign in
              </Title>
              {fault && (
                <Alert color="red" variant="light" icon={<IconAlertCircle size={18} />} role="alert" py="xs">
                  {fault}
                </Alert>
              )}
              <TextInput
                label="E-mail"
                type="email"
                name="email"
                autoComplete="username"
                autoFocus
                {...form.getInputProps("email")}
              />
              <PasswordInput
                label="Password"
                name="password"
                autoComplete="current-password"
                {...form.getInputProps("password")}
              />
              <Button type="submit" loading={busy} fullWidth mt={4}>
                Sign in
              </Button>
            </Stack>
          </form>
        </Paper>
        {config?.demo && (
          <Paper withBorder p="md" radius="lg" bg="transparent">
            <Group gap="xs" mb={6}>
              <IconFlask size={16} aria-hidden />
              <Text fz="sm" fw={600}>
                Demo account of this machine
              </Text>
            </Group>
            <Group justify="space-between" wrap="nowrap" align="end">
              <Stack gap={4}>
                <Code bg="transparent" p={0} fz="sm">
                  {config.demo.email}
                </Code>
                <Code bg="transparent" p={0} fz="sm">
                  {config.demo.password}
                </Code>
              </Stack>
              <Button
                size="xs"
                variant="default"
                onClick={() => form.setValues({ email: config.demo!.email, password: config.demo!.password })}
              >
                Fill in
              </Button>
            </Group>
          </Paper>
        )}
      </Stack>
    </Center>
  );
}
