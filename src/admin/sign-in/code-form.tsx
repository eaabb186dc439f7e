import { Anchor, Button, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { accountApi } from "../account/account-api.ts";
import { Failure } from "../settings/failure.tsx";
import { signInFault } from "./sign-in-fault.ts";

/** The second step of signing in: a code of the app, or a backup code. */
export function CodeForm({ done, back }: { done: () => void; back: () => void }) {
  const [kind, setKind] = useState<"totp" | "backup-code">("totp");
  const [code, setCode] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const app = kind === "totp";

  async function check(): Promise<void> {
    setBusy(true);
    setFault(null);
    try {
      await accountApi.signInWithCode(code.trim(), kind);
      done();
    } catch (error) {
      setFault(signInFault(error, "This code is not right, or not any more."));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void check();
      }}
    >
      <Stack gap="md">
        <Title order={1} fz="lg">
          {app ? "Code of your app" : "Backup code"}
        </Title>
        <Failure text={fault} />
        <TextInput
          key={kind}
          label={app ? "The six digits that the app shows" : "One of the codes that you kept"}
          inputMode={app ? "numeric" : "text"}
          autoComplete="one-time-code"
          autoFocus
          value={code}
          onChange={({ currentTarget }) => setCode(currentTarget.value)}
        />
        <Button type="submit" loading={busy} disabled={code.trim() === ""} fullWidth>
          Sign in
        </Button>
        <Text fz="sm" ta="center">
          <Anchor
            component="button"
            type="button"
            fz="sm"
            onClick={() => {
              setKind(app ? "backup-code" : "totp");
              setCode("");
              setFault(null);
            }}
          >
            {app ? "Use a backup code" : "Use the app"}
          </Anchor>{" "}
          ·{" "}
          <Anchor component="button" type="button" fz="sm" onClick={back}>
            Back
          </Anchor>
        </Text>
      </Stack>
    </form>
  );
}
