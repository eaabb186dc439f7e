import { Anchor, Button, Divider, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconFingerprint } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { accountApi } from "../account/account-api.ts";
import { passkeyFault, signInWithPasskey } from "../account/passkeys.ts";
import { ApiError, api } from "../api.ts";
import { queryClient } from "../query-client.ts";
import { Failure } from "../settings/failure.tsx";
import { useTitle } from "../shell/use-title.ts";
import { CodeForm } from "./code-form.tsx";
import { DemoNote } from "./demo-note.tsx";
import { Entry } from "./entry.tsx";
import { safeReturn } from "./return-address.ts";
import { signInFault } from "./sign-in-fault.ts";

const WRONG_PASSWORD = "This e-mail address and password don't belong together.";
const WRONG_PASSKEY = "This passkey belongs to no account here.";

/** Sign-in with e-mail address and password, a code where there is one, or a passkey. */
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
  const [busy, setBusy] = useState<"password" | "passkey" | null>(null);
  const [codeNeeded, setCodeNeeded] = useState(false);
  const form = useForm({
    initialValues: { email: "", password: "" },
    validate: {
      email: (value) => (value.includes("@") ? null : "An e-mail address, please"),
      password: (value) => (value === "" ? "The password is missing" : null),
    },
  });

  function done(): void {
    queryClient.clear();
    router.history.replace(safeReturn(to));
  }

  async function attempt(how: "password" | "passkey", go: () => Promise<void>): Promise<void> {
    setBusy(how);
    setFault(null);
    try {
      await go();
    } catch (error) {
      if (how === "password" || error instanceof ApiError)
        setFault(signInFault(error, how === "password" ? WRONG_PASSWORD : WRONG_PASSKEY));
      else setFault(passkeyFault(error));
    } finally {
      setBusy(null);
    }
  }

  const withPassword = ({ email, password }: { email: string; password: string }) =>
    attempt("password", async () => {
      if (await accountApi.signIn(email.trim(), password)) setCodeNeeded(true);
      else done();
    });
  const withPasskey = () =>
    attempt("passkey", async () => {
      await signInWithPasskey();
      done();
    });

  if (codeNeeded)
    return (
      <Entry>
        <CodeForm done={done} back={() => setCodeNeeded(false)} />
      </Entry>
    );
  return (
    <Entry
      below={
        <>
          {config?.signUp && (
            <Text ta="center" fz="sm">
              No account yet?{" "}
              <Anchor component={Link} to="/sign-up" fz="sm">
                Sign up
              </Anchor>
            </Text>
          )}
          {config?.demo && (
            <DemoNote
              demo={config.demo}
              fill={() => form.setValues({ email: config.demo!.email, password: config.demo!.password })}
            />
          )}
        </>
      }
    >
      <form onSubmit={form.onSubmit((values) => void withPassword(values))} noValidate>
        <Stack gap="md">
          <Title order={1} fz="lg">
            Sign in
          </Title>
          <Failure text={fault} />
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
          <Button type="submit" loading={busy === "password"} disabled={busy === "passkey"} fullWidth mt={4}>
            Sign in
          </Button>
          <Divider label="or" />
          <Button
            variant="default"
            fullWidth
            leftSection={<IconFingerprint size={17} aria-hidden />}
            loading={busy === "passkey"}
            disabled={busy === "password"}
            onClick={() => void withPasskey()}
          >
            Use a passkey
          </Button>
        </Stack>
      </form>
    </Entry>
  );
}
