import { Badge, Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { Card } from "../settings/card.tsx";
import { plainText } from "../settings/field-problem.ts";
import { accountApi } from "./account-api.ts";
import { AskPassword } from "./ask-password.tsx";
import { BackupCodes } from "./backup-codes.tsx";
import { SetUpCodes } from "./set-up-codes.tsx";
import { useAccountChange } from "./use-account.ts";

type Asking = "on" | "off" | "backup" | null;

function faultOf({ error }: { error: Error | null }): string | null {
  return error ? plainText(error) : null;
}

/** Codes of an app after the password. */
export function CodesCard({ on }: { on: boolean }) {
  const [asking, setAsking] = useState<Asking>(null);
  const [setUp, setSetUp] = useState<{ totpURI: string; backupCodes: string[] } | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const close = () => setAsking(null);
  const begin = useAccountChange(async (password: string) => setSetUp(await accountApi.setUpCodes(password)), close);
  const off = useAccountChange(accountApi.switchCodesOff, () => {
    setCodes(null);
    close();
  });
  const renew = useAccountChange(
    async (password: string) => setCodes(await accountApi.newBackupCodes(password)),
    close,
  );
  const ask = (what: Asking) => {
    for (const change of [begin, off, renew]) change.reset();
    setAsking(what);
  };
  return (
    <Card
      title={
        <Group gap="xs">
          Codes of an app
          <Badge variant="light" color={on ? "teal" : "gray"} radius="sm" tt="none">
            {on ? "On" : "Off"}
          </Badge>
        </Group>
      }
      hint="After the password, a code that an app on your phone shows. A stolen password alone then lets nobody in."
    >
      <Stack gap="md">
        {setUp && !on && <SetUpCodes {...setUp} cancel={() => setSetUp(null)} />}
        {setUp && on && <BackupCodes codes={setUp.backupCodes} />}
        {codes && on && <BackupCodes codes={codes} />}
        {!on && !setUp && (
          <div>
            <Button size="xs" variant="default" onClick={() => ask("on")}>
              Set up codes
            </Button>
          </div>
        )}
        {on && (
          <Group gap="xs">
            <Button size="xs" variant="default" onClick={() => ask("backup")}>
              Make new backup codes
            </Button>
            <Button size="xs" variant="default" c="red" onClick={() => ask("off")}>
              Switch codes off
            </Button>
          </Group>
        )}
      </Stack>
      <AskPassword
        opened={asking === "on"}
        title="Set up codes"
        action="Go on"
        busy={begin.isPending}
        fault={faultOf(begin)}
        close={close}
        go={begin.mutate}
      >
        You need an app that makes codes, such as 1Password, Aegis or Google Authenticator.
      </AskPassword>
      <AskPassword
        opened={asking === "backup"}
        title="Make new backup codes?"
        action="Make new ones"
        busy={renew.isPending}
        fault={faultOf(renew)}
        close={close}
        go={renew.mutate}
      >
        The ones you have stop working.
      </AskPassword>
      <AskPassword
        opened={asking === "off"}
        title="Switch codes off?"
        action="Switch off"
        danger
        busy={off.isPending}
        fault={faultOf(off)}
        close={close}
        go={(password) => {
          setSetUp(null);
          off.mutate(password);
        }}
      >
        Your password alone will let somebody in again.
      </AskPassword>
    </Card>
  );
}
