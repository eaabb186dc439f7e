import { Button, Group, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { ACCOUNT_LIMITS } from "../../protocol/limits.ts";
import type { OwnAccount } from "../../protocol/account.schema.ts";
import { Card } from "../settings/card.tsx";
import { Failure } from "../settings/failure.tsx";
import { plainText } from "../settings/field-problem.ts";
import { PageHead } from "../settings/page-head.tsx";
import { SettingsSkeleton } from "../settings/settings-skeleton.tsx";
import { ErrorNote } from "../shell/error-note.tsx";
import { accountApi } from "./account-api.ts";
import classes from "./account.module.css";
import { CodesCard } from "./codes-card.tsx";
import { PasskeysCard } from "./passkeys-card.tsx";
import { PasswordCard } from "./password-card.tsx";
import { SignInsCard } from "./sign-ins-card.tsx";
import { TenantsCard } from "./tenants-card.tsx";
import { useAccount, useAccountChange } from "./use-account.ts";

function NameCard({ account }: { account: OwnAccount }) {
  const [name, setName] = useState(account.user.name);
  const change = useAccountChange(accountApi.rename, () => notifications.show({ message: "The name is saved." }));
  return (
    <Card title="Name" hint={`You sign in as ${account.user.email}.`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(name.trim());
        }}
      >
        <Group align="end" gap="xs">
          <TextInput
            label="What others see"
            value={name}
            maxLength={ACCOUNT_LIMITS.nameChars}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            w={280}
          />
          <Button
            type="submit"
            variant="default"
            loading={change.isPending}
            disabled={name.trim() === "" || name.trim() === account.user.name}
          >
            Save the name
          </Button>
        </Group>
        <Failure text={change.isError ? plainText(change.error) : null} />
      </form>
    </Card>
  );
}

/** Everybody's own account: who one is, how one signs in, and where. */
export function AccountPage() {
  const account = useAccount(true);
  return (
    <main className={classes["page"]}>
      <PageHead title="Your account">It is yours in every tenant that you belong to.</PageHead>
      {account.isPending && <SettingsSkeleton />}
      {account.isError && (
        <ErrorNote title="The account can't be loaded" error={account.error} retry={() => void account.refetch()} />
      )}
      {account.data && (
        <>
          <NameCard account={account.data} />
          <TenantsCard account={account.data} />
          <PasswordCard />
          <CodesCard on={account.data.twoFactor} />
          <PasskeysCard passkeys={account.data.passkeys} />
          <SignInsCard />
        </>
      )}
    </main>
  );
}
