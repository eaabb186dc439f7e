import { Button, Group, Text } from "@mantine/core";
import { IconDownload, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { DeleteDialog } from "../deletion/delete-dialog.tsx";
import { ExportDialog } from "../export/export-dialog.tsx";
import { useMe } from "../shell/use-me.ts";
import { TagMenu } from "./tag-menu.tsx";
import type { Selection } from "./use-selection.ts";

/** What can be done with the sessions that are ticked; nothing while none is. */
export function SelectionBar({ selection, loaded }: { selection: Selection; loaded: readonly string[] }) {
  const [exporting, setExporting] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const may = useMe()?.permissions ?? [];
  const { ids, set } = selection;
  if (ids.length === 0) return null;
  return (
    <Group gap="xs" mb="sm" px={4} role="toolbar" aria-label="Selected sessions">
      <Text fz="sm" className="number" role="status">
        {ids.length} selected
      </Text>
      {may.includes("annotate") && <TagMenu sessions={ids} />}
      {may.includes("export") && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={15} stroke={1.7} />}
          onClick={() => setExporting(true)}
        >
          Export
        </Button>
      )}
      {may.includes("delete") && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconTrash size={15} stroke={1.7} />}
          onClick={() => setDeleting(true)}
        >
          Delete
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" color="gray" onClick={() => set(loaded)}>
        Select all {loaded.length} shown
      </Button>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={() => set([])}>
        Select none
      </Button>
      <DeleteDialog
        sessions={ids}
        opened={deleting}
        close={() => setDeleting(false)}
        deleted={({ pinned }) => set(pinned)}
      />
      <ExportDialog sessions={ids} opened={exporting} close={() => setExporting(false)} />
    </Group>
  );
}
