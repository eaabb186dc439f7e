import { Button } from "@mantine/core";
import type { InvitationRow } from "../../../protocol/members.schema.ts";
import { dateText } from "../../format/time.ts";
import { Card } from "../card.tsx";
import { Failure } from "../failure.tsx";
import { plainText } from "../field-problem.ts";
import classes from "../settings.module.css";
import { ROLE_NAMES } from "../words/role-words.ts";
import { membersApi } from "./members-api.ts";
import { useMemberChange } from "./use-members.ts";

/** Links that nobody has followed yet. */
export function InvitationsCard({ invitations }: { invitations: readonly InvitationRow[] }) {
  const withdraw = useMemberChange(membersApi.withdraw);
  if (invitations.length === 0) return null;
  return (
    <Card title="Open invitations" hint="Each link works once. A withdrawn one works no more.">
      <ul className={classes["keys"]} aria-label="Open invitations">
        {invitations.map(({ id, role, note, createdAt, expiresAt }) => (
          <li key={id} className={classes["key"]}>
            <span className={classes["keyText"]}>
              <span>
                {ROLE_NAMES[role]}
                {note && ` · ${note}`}
              </span>
              <span className="faint">
                Made {dateText(createdAt)}, works until {dateText(expiresAt)}
              </span>
            </span>
            <Button
              size="xs"
              variant="default"
              c="red"
              loading={withdraw.isPending && withdraw.variables === id}
              onClick={() => withdraw.mutate(id)}
            >
              Withdraw
            </Button>
          </li>
        ))}
      </ul>
      <Failure text={withdraw.isError ? plainText(withdraw.error) : null} />
    </Card>
  );
}
