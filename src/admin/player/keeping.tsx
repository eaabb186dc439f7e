import { ActionIcon, Tooltip } from "@mantine/core";
import { IconPin, IconPinFilled, IconTrash } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { SessionRow } from "../../protocol/api.schema.ts";
import { DeleteDialog } from "../deletion/delete-dialog.tsx";
import { PinDialog } from "../deletion/pin-dialog.tsx";
import { useMe } from "../shell/use-me.ts";
import type { Playback } from "./playback.ts";
import { useStore } from "./store.ts";

function Pinning({ session }: { session: SessionRow }) {
  const [reason, setReason] = useState(session.pinReason ?? null);
  const [open, setOpen] = useState(false);
  const label = reason === null ? "Pin: keep it beyond its retention" : `Pinned: ${reason}`;
  return (
    <>
      <Tooltip label={label} multiline maw={320}>
        <ActionIcon
          variant="subtle"
          color={reason === null ? "gray" : "ink"}
          aria-label={reason === null ? "Pin" : "Pinned"}
          aria-pressed={reason !== null}
          onClick={() => setOpen(true)}
        >
          {reason === null ? <IconPin size={18} stroke={1.7} /> : <IconPinFilled size={18} />}
        </ActionIcon>
      </Tooltip>
      <PinDialog session={session} reason={reason} opened={open} close={() => setOpen(false)} changed={setReason} />
    </>
  );
}

/** Pinning and deleting the session that is played, for those who may. */
export function Keeping({ playback }: { playback: Playback }) {
  const may = useMe()?.permissions ?? [];
  const navigate = useNavigate();
  const session = useStore(playback.store, ({ manifest }) => manifest?.session ?? null);
  const [deleting, setDeleting] = useState(false);
  if (!session) return null;
  return (
    <>
      {may.includes("annotate") && <Pinning session={session} />}
      {may.includes("delete") && (
        <Tooltip label="Delete">
          <ActionIcon variant="subtle" color="gray" aria-label="Delete" onClick={() => setDeleting(true)}>
            <IconTrash size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      )}
      <DeleteDialog
        sessions={[session.id]}
        opened={deleting}
        close={() => setDeleting(false)}
        deleted={({ total }) => total > 0 && void navigate({ to: "/sessions" })}
      />
    </>
  );
}
