import { ActionIcon, Checkbox, Popover, Stack, Tooltip } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import { useStore } from "../player/store.ts";
import { CHOOSABLE, columns, toggleColumn } from "./columns.ts";

/** Which columns the list has. */
export function ColumnsMenu() {
  const shown = useStore(columns, ({ shown: keys }) => keys);
  return (
    <Popover position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Tooltip label="Columns">
          <ActionIcon variant="subtle" color="gray" aria-label="Columns" visibleFrom="sm">
            <IconColumns3 size={17} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Stack gap={8}>
          {CHOOSABLE.map(({ key, name }) => (
            <Checkbox
              key={key}
              size="xs"
              label={name}
              checked={shown.includes(key)}
              onChange={() => toggleColumn(key)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
