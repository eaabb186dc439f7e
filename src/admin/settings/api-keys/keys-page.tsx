import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { KeyRow } from "../../../protocol/members.schema.ts";
import { dateText, relativeText } from "../../format/time.ts";
import { ErrorNote } from "../../shell/error-note.tsx";
import { useNow } from "../../shell/use-now.ts";
import { PageHead } from "../page-head.tsx";
import { SettingsSkeleton } from "../settings-skeleton.tsx";
import classes from "../settings.module.css";
import { useSettings } from "../use-settings.ts";
import { andText } from "../words/list-text.ts";
import { PERMISSION_NAMES } from "../words/role-words.ts";
import { EndKey } from "./end-key.tsx";
import { MakeKey } from "./make-key.tsx";
import { useKeys } from "./use-keys.ts";

const MINUTE_MS = 60_000;

function stateText({ revokedAt, expiresAt }: KeyRow, now: number): string {
  if (revokedAt !== null) return `Revoked ${dateText(revokedAt)}`;
  return expiresAt <= now ? `Ended ${dateText(expiresAt)}` : `Until ${dateText(expiresAt)}`;
}

interface RowProps {
  item: KeyRow;
  environment: string | null;
  now: number;
  end: () => void;
}

function Row({ item, environment, now, end }: RowProps) {
  const works = item.revokedAt === null && item.expiresAt > now;
  const what = andText(item.scopes.map((scope) => PERMISSION_NAMES[scope].toLowerCase()));
  return (
    <tr style={works ? undefined : { opacity: 0.62 }}>
      <th scope="row">
        {item.name}
        <span className={classes["rowNow"]}>
          May {what}
          {environment !== null && `, of ${environment} only`}. Made {dateText(item.createdAt)}
          {item.createdBy !== null && ` by ${item.createdBy}`}.
        </span>
      </th>
      <td data-label="Last used">{item.lastUsedAt === null ? "Never" : relativeText(item.lastUsedAt, now)}</td>
      <td data-label="Works">{stateText(item, now)}</td>
      <td className={classes["actions"]} style={{ width: 110 }}>
        {works && (
          <Button size="xs" variant="default" c="red" aria-label={`Revoke ${item.name}`} onClick={end}>
            Revoke
          </Button>
        )}
      </td>
    </tr>
  );
}

/** Keys for programs. */
export function KeysPage() {
  const now = useNow(MINUTE_MS);
  const keys = useKeys();
  const environments = useSettings().data?.policy.environments ?? [];
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<KeyRow | null>(null);
  const nameOf = (id: string | null) => environments.find((one) => one.id === id)?.name ?? id;
  return (
    <>
      <PageHead
        title="API keys"
        action={
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setMaking(true)}>
            Make a key
          </Button>
        }
      >
        For programs that use the API. A key may do what you choose, never more than you, and what it does is in the
        activity log under its name.
      </PageHead>
      {keys.isPending && <SettingsSkeleton />}
      {keys.isError && (
        <ErrorNote title="The keys can't be loaded" error={keys.error} retry={() => void keys.refetch()} />
      )}
      {keys.data?.keys.length === 0 && (
        <p className={classes["empty"]}>
          There are no API keys. Make one for a program that reads or exports recordings.
        </p>
      )}
      {keys.data && keys.data.keys.length > 0 && (
        <table className={classes["table"]}>
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col">Last used</th>
              <th scope="col">Works</th>
              <th scope="col" className={classes["actions"]}>
                <span className={classes["hidden"]}>Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {keys.data.keys.map((item) => (
              <Row
                key={item.id}
                item={item}
                environment={nameOf(item.environment)}
                now={now}
                end={() => setEnding(item)}
              />
            ))}
          </tbody>
        </table>
      )}
      <MakeKey opened={making} close={() => setMaking(false)} />
      <EndKey item={ending} close={() => setEnding(null)} />
    </>
  );
}
