import { Button, Group, Modal, PasswordInput, Stack, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { Failure } from "../settings/failure.tsx";

interface Props {
  opened: boolean;
  title: string;
  action: string;
  danger?: boolean;
  busy: boolean;
  fault: string | null;
  children: ReactNode;
  close: () => void;
  go: (password: string) => void;
}

/** Asks for the password before something that whoever finds an open browser must not do. */
export function AskPassword({ opened, title, action, danger = false, busy, fault, children, close, go }: Props) {
  const [password, setPassword] = useState("");
  const leave = () => {
    setPassword("");
    close();
  };
  return (
    <Modal opened={opened} onClose={leave} title={title} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setPassword("");
          go(password);
        }}
      >
        <Stack gap="sm">
          <Text fz="sm">{children}</Text>
          <PasswordInput
            label="Your password"
            autoComplete="current-password"
            data-autofocus
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          <Failure text={fault} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={leave}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} disabled={password === ""} {...(danger && { color: "red" })}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
