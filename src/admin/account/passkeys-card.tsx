import { Button, Group, TextInput } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useState } from "react";
import type { OwnAccount } from "../../protocol/account.schema.ts";
import { ACCOUNT_LIMITS } from "../../protocol/limits.ts";
import { dateText } from "../format/time.ts";
import { Card } from "../settings/card.tsx";
import { Failure } from "../settings/failure.tsx";
import { plainText } from "../settings/field-problem.ts";
import { accountApi } from "./account-api.ts";
import classes from "./account.module.css";
import { addPasskey, passkeyFault } from "./passkeys.ts";
import { useAccountChange } from "./use-account.ts";

/** Passkeys: keys in a device that signs in without password and code. */
export function PasskeysCard({ passkeys }: { passkeys: OwnAccount["passkeys"] }) {
  const [name, setName] = useState("");
  const add = useAccountChange(addPasskey, () => setName(""));
  const remove = useAccountChange(accountApi.removePasskey);
  const fault = add.isError ? passkeyFault(add.error) : remove.isError ? plainText(remove.error) : null;
  return (
    <Card
      title="Passkeys"
      hint="Sign in with your fingerprint, your face or a security key instead of password and code. It can't be phished."
    >
      <ul className={classes["rows"]} aria-label="Passkeys">
        {passkeys.map((passkey) => (
          <li key={passkey.id} className={classes["row"]}>
            <span className={classes["rowText"]}>
              <span>{passkey.name}</span>
              {passkey.createdAt !== null && <span className="faint">Added {dateText(passkey.createdAt)}</span>}
            </span>
            <Button
              size="xs"
              variant="default"
              c="red"
              loading={remove.isPending && remove.variables === passkey.id}
              aria-label={`Remove ${passkey.name}`}
              onClick={() => remove.mutate(passkey.id)}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(name.trim() || "Passkey");
        }}
      >
        <Group align="end" gap="xs">
          <TextInput
            label="Name of the device"
            placeholder="Laptop"
            value={name}
            maxLength={ACCOUNT_LIMITS.nameChars}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            w={220}
          />
          <Button
            type="submit"
            variant="default"
            leftSection={<IconFingerprint size={16} aria-hidden />}
            loading={add.isPending}
          >
            Add a passkey
          </Button>
        </Group>
      </form>
      <Failure text={fault} />
    </Card>
  );
}
