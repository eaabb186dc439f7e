import { Button, Code, Group, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { renderSVG } from "uqr";
import { Failure } from "../settings/failure.tsx";
import { plainText } from "../settings/field-problem.ts";
import { accountApi } from "./account-api.ts";
import classes from "./account.module.css";
import { useAccountChange } from "./use-account.ts";

const DIGITS = 6;

/** The picture for the app, and the first code out of it, which switches codes on. */
export function SetUpCodes({ totpURI, cancel }: { totpURI: string; cancel: () => void }) {
  const [code, setCode] = useState("");
  const confirm = useAccountChange(accountApi.confirmCodes);
  const secret = new URL(totpURI).searchParams.get("secret") ?? "";
  const picture = `data:image/svg+xml,${encodeURIComponent(renderSVG(totpURI, { border: 0 }))}`;
  return (
    <div className={classes["code"]}>
      <div className={classes["picture"]}>
        <img src={picture} alt="QR code for the app" width="100%" />
      </div>
      <Stack gap="sm">
        <Text fz="sm">
          Scan the picture with the app, or type this in: <Code>{secret}</Code>
        </Text>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            confirm.mutate(code);
          }}
        >
          <Group align="end" gap="xs">
            <TextInput
              label="Code that the app shows"
              inputMode="numeric"
              autoComplete="one-time-code"
              value={code}
              maxLength={DIGITS}
              onChange={({ currentTarget }) => setCode(currentTarget.value.replace(/\D/g, ""))}
              w={220}
            />
            <Button type="submit" loading={confirm.isPending} disabled={code.length !== DIGITS}>
              Switch on
            </Button>
            <Button variant="default" onClick={cancel}>
              Cancel
            </Button>
          </Group>
        </form>
        <Failure text={confirm.isError ? plainText(confirm.error) : null} />
      </Stack>
    </div>
  );
}
