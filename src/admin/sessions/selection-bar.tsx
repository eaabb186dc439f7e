import { Button, Group, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { ExportDialog } from "../export/export-dialog.tsx";
import type { Selection } from "./use-selection.ts";

/** What can be done with the sessions that are ticked; nothing while none is. */
export function SelectionBar({ selection, loaded }: { selection: Selection; loaded: readonly string[] }) {
  const [exporting, setExporting] = useState(false);
  const { ids, set } = selection;
  if (ids.length === 0) return null;
  return (
    <Group gap="xs" mb="sm" px={4} role="toolbar" aria-label="Selected sessions">
      <Text fz="sm" className="number" role="status">
        {ids.length} selected
      </Text>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconDownload size={15} stroke={1.7} />}
        onClick={() => setExporting(true)}
      >
        Export
      </Button>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={() => set(loaded)}>
        Select all {loaded.length} shown
      </Button>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={() => set([])}>
        Select none
      </Button>
      <ExportDialog sessions={ids} opened={exporting} close={() => setExporting(false)} />
    </Group>
  );
}
