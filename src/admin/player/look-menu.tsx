import { ActionIcon, Checkbox, Popover, Stack, Text, Tooltip } from "@mantine/core";
import { IconAdjustments } from "@tabler/icons-react";
import { preferences, type Toggle } from "./preferences.ts";
import classes from "./player.module.css";
import { useStore } from "./store.ts";
import { MARKS } from "./timeline/mark-kinds.ts";
import { MARK_KINDS } from "./timeline/marks.ts";

const PICTURE: readonly { name: Toggle; label: string }[] = [
  { name: "fit", label: "Fit to the window (Z)" },
  { name: "device", label: "Frame of the device" },
  { name: "trail", label: "Trail of the pointer" },
  { name: "clicks", label: "Rings of clicks" },
  { name: "touches", label: "Dots of fingers" },
];

/** What is shown of a session and how; kept in this browser. `list`: there is a list that the next session comes from. */
export function LookMenu({ list }: { list: boolean }) {
  const liked = useStore(preferences, (all) => all);
  return (
    <Popover position="top-end" withArrow shadow="md" trapFocus>
      <Popover.Target>
        <Tooltip label="What is shown">
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label="What is shown">
            <IconAdjustments size={19} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown className={classes["lookMenu"] ?? ""} aria-label="What is shown">
        <Stack gap={8}>
          <Text fz="xs" fw={600} className="faint">
            Picture
          </Text>
          {PICTURE.map(({ name, label }) => (
            <Checkbox
              key={name}
              size="xs"
              label={label}
              checked={liked[name]}
              onChange={(event) => preferences.set({ [name]: event.currentTarget.checked })}
            />
          ))}
          {list && (
            <Checkbox
              size="xs"
              label="Play the next session at the end"
              checked={liked.autoplay}
              onChange={(event) => preferences.set({ autoplay: event.currentTarget.checked })}
            />
          )}
        </Stack>
        <Stack gap={8}>
          <Text fz="xs" fw={600} className="faint">
            Marks on the line of time
          </Text>
          {MARK_KINDS.map((kind) => (
            <Checkbox
              key={kind}
              size="xs"
              label={MARKS[kind].names}
              checked={!liked.hidden.includes(kind)}
              onChange={(event) =>
                preferences.set({
                  hidden: event.currentTarget.checked
                    ? liked.hidden.filter((each) => each !== kind)
                    : [...liked.hidden, kind],
                })
              }
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
