import { Autocomplete, Button, Group, Popover, Stack, Text } from "@mantine/core";
import { IconTag } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Failure } from "../settings/failure.tsx";
import { sessionsText } from "../deletion/deletion-words.ts";
import { listApi } from "./list-api.ts";

/** Gives the sessions that are ticked a tag, or takes it from them. */
export function TagMenu({ sessions }: { sessions: readonly string[] }) {
  const client = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [tag, setTag] = useState("");
  const { data: known = [] } = useQuery({
    queryKey: ["session-values", "tag", ""],
    queryFn: ({ signal }) => listApi.values("tag", "", signal),
    enabled: opened,
  });
  const tagging = useMutation({
    mutationFn: ({ on }: { on: boolean }) => listApi.tag(sessions, tag.trim(), on),
    async onSuccess() {
      client.removeQueries({ queryKey: ["sessions-head"] });
      await client.invalidateQueries({ queryKey: ["sessions"] });
      await client.invalidateQueries({ queryKey: ["session-values", "tag"] });
    },
  });
  const done = tagging.isSuccess
    ? tagging.data === 0
      ? "Nothing to change: they have it so already."
      : `${tagging.variables.on ? "Given to" : "Taken from"} ${sessionsText(tagging.data)}.`
    : null;
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus shadow="md" position="bottom-start" withinPortal>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconTag size={15} stroke={1.7} />}
          onClick={() => (tagging.reset(), setOpened((before) => !before))}
        >
          Tag
        </Button>
      </Popover.Target>
      <Popover.Dropdown w={260}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (tag.trim() !== "") tagging.mutate({ on: true });
          }}
        >
          <Stack gap="xs">
            <Autocomplete
              label="Tag"
              placeholder="checkout bug"
              maxLength={40}
              data={known.map(({ value }) => value)}
              value={tag}
              onChange={(text) => (setTag(text), tagging.reset())}
              comboboxProps={{ withinPortal: false }}
              data-autofocus
            />
            {done && (
              <Text fz="xs" className="faint" role="status">
                {done}
              </Text>
            )}
            <Failure text={tagging.isError ? tagging.error.message : null} />
            <Group gap="xs" grow>
              <Button
                size="xs"
                type="submit"
                disabled={tag.trim() === ""}
                loading={tagging.isPending && tagging.variables.on}
              >
                Add
              </Button>
              <Button
                size="xs"
                variant="default"
                disabled={tag.trim() === ""}
                loading={tagging.isPending && !tagging.variables.on}
                onClick={() => tagging.mutate({ on: false })}
              >
                Remove
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
