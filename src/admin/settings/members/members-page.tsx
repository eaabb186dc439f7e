import { ActionIcon, Badge, Button, NativeSelect, Tooltip } from "@mantine/core";
import { IconUserMinus, IconUserPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { MemberRow } from "../../../protocol/members.schema.ts";
import { ROLES, type Role } from "../../../protocol/permissions.ts";
import { dateText } from "../../format/time.ts";
import { ErrorNote } from "../../shell/error-note.tsx";
import { useMe } from "../../shell/use-me.ts";
import { Failure } from "../failure.tsx";
import { plainText } from "../field-problem.ts";
import { PageHead } from "../page-head.tsx";
import { SettingsSkeleton } from "../settings-skeleton.tsx";
import classes from "../settings.module.css";
import { ROLE_HINTS, ROLE_NAMES } from "../words/role-words.ts";
import { InvitationsCard } from "./invitations-card.tsx";
import { Invite } from "./invite.tsx";
import { membersApi } from "./members-api.ts";
import { RemoveMember } from "./remove-member.tsx";
import { useMemberChange, useMembers } from "./use-members.ts";

interface RowProps {
  row: MemberRow;
  own: Role;
  self: boolean;
  busy: boolean;
  change: (role: Role) => void;
  remove: () => void;
}

function Row({ row, own, self, busy, change, remove }: RowProps) {
  // Owners are handled by owners only.
  const may = row.role !== "owner" || own === "owner";
  const offered = ROLES.filter((role) => role !== "owner" || own === "owner" || row.role === "owner");
  return (
    <tr>
      <th scope="row">
        {row.name} {self && <span className="faint">(you)</span>}
        <span className={classes["rowNow"]}>{row.email}</span>
      </th>
      <td data-label="Role">
        <NativeSelect
          size="xs"
          aria-label={`Role of ${row.name}`}
          value={row.role}
          disabled={!may || busy}
          onChange={({ currentTarget }) => change(ROLES.find((role) => role === currentTarget.value) ?? row.role)}
          data={offered.map((role) => ({ value: role, label: ROLE_NAMES[role] }))}
          title={ROLE_HINTS[row.role]}
        />
      </td>
      <td data-label="Second factor">
        <Badge variant="light" color={row.secondFactor ? "teal" : "gray"} radius="sm" tt="none">
          {row.secondFactor ? "Yes" : "No"}
        </Badge>
      </td>
      <td data-label="Joined">{dateText(row.joinedAt)}</td>
      <td className={classes["actions"]}>
        {may && (
          <Tooltip label={`Remove ${row.name}`}>
            <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${row.name}`} onClick={remove}>
              <IconUserMinus size={17} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        )}
      </td>
    </tr>
  );
}

/** Who belongs to the tenant, and what they may do. */
export function MembersPage() {
  const me = useMe();
  const list = useMembers();
  const [inviting, setInviting] = useState(false);
  const [removing, setRemoving] = useState<MemberRow | null>(null);
  const change = useMemberChange(membersApi.changeRole);
  const own = ROLES.find((role) => role === me?.role) ?? "viewer";
  return (
    <>
      <PageHead
        title="Members"
        action={
          <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setInviting(true)}>
            Invite somebody
          </Button>
        }
      >
        Who can sign in to this tenant, and what they may do. What changes here is in the activity log.
      </PageHead>
      {list.isPending && <SettingsSkeleton />}
      {list.isError && (
        <ErrorNote title="The members can't be loaded" error={list.error} retry={() => void list.refetch()} />
      )}
      {list.data && (
        <>
          <Failure text={change.isError ? plainText(change.error) : null} mb="sm" />
          <table className={classes["table"]} style={{ marginBottom: 14 }}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Role</th>
                <th scope="col">Second factor</th>
                <th scope="col">Joined</th>
                <th scope="col" className={classes["actions"]}>
                  <span className={classes["hidden"]}>Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.data.members.map((row) => (
                <Row
                  key={row.user}
                  row={row}
                  own={own}
                  self={row.user === me?.user?.id}
                  busy={change.isPending}
                  change={(role) => change.mutate({ user: row.user, role })}
                  remove={() => setRemoving(row)}
                />
              ))}
            </tbody>
          </table>
          <InvitationsCard invitations={list.data.invitations} />
        </>
      )}
      <Invite opened={inviting} own={own} close={() => setInviting(false)} />
      <RemoveMember member={removing} close={() => setRemoving(null)} />
    </>
  );
}
