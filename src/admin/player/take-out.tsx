import { ActionIcon, Tooltip } from "@mantine/core";
import { IconDownload, IconShare2 } from "@tabler/icons-react";
import { useState } from "react";
import { ExportDialog } from "../export/export-dialog.tsx";
import { ShareDialog } from "../share/share-dialog.tsx";
import { useMe } from "../shell/use-me.ts";
import type { Playback } from "./playback.ts";

/** Sharing and exporting the session that is played, for those who may. */
export function TakeOut({ session, playback }: { session: string; playback: Playback }) {
  const may = useMe()?.permissions ?? [];
  const [open, setOpen] = useState<"share" | "export" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      {may.includes("share") && (
        <Tooltip label="Share">
          <ActionIcon variant="subtle" color="gray" aria-label="Share" onClick={() => setOpen("share")}>
            <IconShare2 size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      )}
      {may.includes("export") && (
        <Tooltip label="Export">
          <ActionIcon variant="subtle" color="gray" aria-label="Export" onClick={() => setOpen("export")}>
            <IconDownload size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      )}
      <ShareDialog
        session={session}
        moment={() => playback.store.get().clock.time}
        opened={open === "share"}
        close={close}
      />
      <ExportDialog sessions={[session]} opened={open === "export"} close={close} />
    </>
  );
}
