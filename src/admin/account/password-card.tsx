import { Button, Group, PasswordInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { ACCOUNT_LIMITS } from "../../protocol/limits.ts";
import { Card } from "../settings/card.tsx";
import { Failure } from "../settings/failure.tsx";
import { plainText } from "../settings/field-problem.ts";
import { accountApi } from "./account-api.ts";
import { useAccountChange } from "./use-account.ts";

/** Changes the password. */
export function PasswordCard() {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useAccountChange(accountApi.changePassword, () => {
    setCurrent("");
    setNext("");
    notifications.show({ message: "The password is changed. You are signed out everywhere else." });
  });
  const short = next !== "" && next.length < ACCOUNT_LIMITS.passwordMin;
  return (
    <Card title="Password" hint="Changing it signs you out everywhere else.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ current, next });
        }}
      >
        <Group align="start" gap="sm">
          <PasswordInput
            label="Password now"
            autoComplete="current-password"
            value={current}
            onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
            w={240}
          />
          <PasswordInput
            label="New password"
            autoComplete="new-password"
            value={next}
            onChange={({ currentTarget }) => setNext(currentTarget.value)}
            error={short && `At least ${ACCOUNT_LIMITS.passwordMin} characters`}
            w={240}
          />
          <Button
            type="submit"
            variant="default"
            mt={22}
            loading={change.isPending}
            disabled={current === "" || next.length < ACCOUNT_LIMITS.passwordMin}
          >
            Change the password
          </Button>
        </Group>
        <Failure text={change.isError ? plainText(change.error) : null} />
      </form>
    </Card>
  );
}
