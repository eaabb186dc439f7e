import {
  Button,
  Checkbox,
  Divider,
  Group,
  Loader,
  Modal,
  PasswordInput,
  Select,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { EXPORTS } from "../../protocol/limits.ts";
import type { NewShare } from "../../protocol/share.schema.ts";
import { api } from "../api.ts";
import { clockText } from "../format/time.ts";
import { queryClient } from "../query-client.ts";
import { Copy } from "../settings/copy-button.tsx";
import { Failure } from "../settings/failure.tsx";
import { ShareList } from "./share-list.tsx";

const TIMES = [
  { value: "24", label: "A day" },
  { value: "168", label: "A week" },
  { value: "720", label: "30 days" },
  { value: "8760", label: "A year" },
];

/** The address of a new link: it is shown once. */
function Made({ made, again }: { made: NewShare; again: () => void }) {
  const address = new URL(made.path, location.origin).href;
  return (
    <Stack gap="xs">
      <TextInput label="The link" description="It is shown only now." value={address} readOnly data-autofocus />
      <Group gap="xs">
        <Copy text={address} what="link" />
        <Button size="xs" variant="subtle" onClick={again}>
          Make another
        </Button>
      </Group>
    </Stack>
  );
}

function Form({ session, moment, made }: { session: string; moment: () => number; made: (made: NewShare) => void }) {
  const [hours, setHours] = useState("168");
  const [password, setPassword] = useState("");
  const [at] = useState(() => Math.round(moment()));
  const [fromThere, setFromThere] = useState(at > 0);
  const making = useMutation({
    mutationFn: () =>
      api.share(session, {
        hours: Number(hours),
        ...(fromThere && { t: at }),
        ...(password !== "" && { password }),
      }),
    onSuccess(answer) {
      made(answer);
      void queryClient.invalidateQueries({ queryKey: ["shares", session] });
    },
  });
  const tooShort = password !== "" && password.length < EXPORTS.passwordMin;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        making.mutate();
      }}
    >
      <Stack gap="sm">
        <Text fz="sm" className="faint">
          Whoever has the link plays this session without signing in. Each opening is in the activity log.
        </Text>
        <Checkbox
          size="sm"
          label={`Begin at this moment, ${clockText(at)}`}
          checked={fromThere}
          onChange={(event) => setFromThere(event.currentTarget.checked)}
        />
        <Select
          label="Good for"
          data={TIMES}
          value={hours}
          onChange={(value) => setHours(value ?? "168")}
          allowDeselect={false}
        />
        <PasswordInput
          label="Password (optional)"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={tooShort ? `At least ${EXPORTS.passwordMin} characters` : null}
          autoComplete="new-password"
        />
        <Failure text={making.isError ? making.error.message : null} />
        <Button type="submit" loading={making.isPending} disabled={tooShort}>
          Make a link
        </Button>
      </Stack>
    </form>
  );
}

/** Makes links to a session, and ends them. `moment` is where the player stands. */
export function ShareDialog({
  session,
  moment,
  opened,
  close,
}: {
  session: string;
  moment: () => number;
  opened: boolean;
  close: () => void;
}) {
  const [made, setMade] = useState<NewShare | null>(null);
  const list = useQuery({
    queryKey: ["shares", session],
    queryFn: ({ signal }) => api.shares(session, signal),
    enabled: opened,
  });
  return (
    <Modal
      opened={opened}
      onClose={close}
      onExitTransitionEnd={() => setMade(null)}
      title="Share this session"
      centered
    >
      <Stack gap="md">
        {made ? (
          <Made made={made} again={() => setMade(null)} />
        ) : (
          <Form session={session} moment={moment} made={setMade} />
        )}
        <Divider label="Links" labelPosition="left" />
        {list.isPending && <Loader size="sm" role="status" aria-label="Loading the links" />}
        <Failure text={list.isError ? list.error.message : null} />
        {list.isSuccess && <ShareList session={session} shares={list.data} />}
      </Stack>
    </Modal>
  );
}
