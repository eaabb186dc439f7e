import { Alert, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { ACCOUNT_LIMITS } from "../../../protocol/limits.ts";
import type { MadeInvitation } from "../../../protocol/members.schema.ts";
import type { Role } from "../../../protocol/permissions.ts";
import { dateText } from "../../format/time.ts";
import { Failure } from "../failure.tsx";
import { plainText } from "../field-problem.ts";
import { Snippet } from "../snippet.tsx";
import { ROLE_NAMES } from "../words/role-words.ts";
import { membersApi } from "./members-api.ts";
import { RoleRadios } from "./role-radios.tsx";
import { useMemberChange } from "./use-members.ts";

function Made({ made, close }: { made: MadeInvitation; close: () => void }) {
  const { role, expiresAt } = made.invitation;
  return (
    <Stack gap="sm">
      <Snippet
        title="Send this link to the person you invite"
        code={`${location.origin}/join#${made.secret}`}
        what="link"
      />
      <Alert color="orange" variant="light" py="xs">
        The link is not shown again. Whoever opens it first becomes {ROLE_NAMES[role].toLowerCase()}; it works once,
        until {dateText(expiresAt)}.
      </Alert>
      <Group justify="end">
        <Button onClick={close}>Done</Button>
      </Group>
    </Stack>
  );
}

/** Makes a link that lets somebody in, and shows it once. */
export function Invite({ opened, own, close }: { opened: boolean; own: Role; close: () => void }) {
  const [role, setRole] = useState<Role>("viewer");
  const [note, setNote] = useState("");
  const [made, setMade] = useState<MadeInvitation | null>(null);
  const invite = useMemberChange(async () => setMade(await membersApi.invite({ role, note: note.trim() })));
  const leave = () => {
    close();
    setMade(null);
    setNote("");
    setRole("viewer");
    invite.reset();
  };
  return (
    <Modal opened={opened} onClose={leave} title="Invite somebody" centered size="lg" closeOnClickOutside={!made}>
      {made ? (
        <Made made={made} close={leave} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            invite.mutate(undefined);
          }}
        >
          <Stack gap="md">
            <TextInput
              label="For whom"
              description="So that you recognise the invitation in the list. Not needed."
              placeholder="Ada, support team"
              value={note}
              maxLength={ACCOUNT_LIMITS.nameChars}
              onChange={({ currentTarget }) => setNote(currentTarget.value)}
              data-autofocus
            />
            <RoleRadios value={role} own={own} onChange={setRole} />
            <Text fz="sm" className="faint">
              No e-mail is sent: you get a link to pass on.
            </Text>
            <Failure text={invite.isError ? plainText(invite.error) : null} />
            <Group justify="end" gap="xs">
              <Button variant="default" onClick={leave}>
                Cancel
              </Button>
              <Button type="submit" loading={invite.isPending}>
                Make the link
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
