import { Stack, Text } from "@mantine/core";
import { Copy } from "../settings/copy-button.tsx";
import classes from "./account.module.css";

/** Codes for the day the phone is gone. They are shown this once. */
export function BackupCodes({ codes }: { codes: readonly string[] }) {
  return (
    <Stack gap="xs">
      <Text fz="sm">
        Keep these somewhere safe: each of them signs you in once when you don&apos;t have your phone. They are not
        shown again.
      </Text>
      <ul className={classes["backup"]} aria-label="Backup codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div>
        <Copy text={codes.join("\n")} what="the codes" />
      </div>
    </Stack>
  );
}
