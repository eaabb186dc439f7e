import { ActionIcon, Button, Checkbox, Group, Menu, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconBookmark, IconChevronDown, IconTrash, IconUsers } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { SavedFilter } from "../../../protocol/list.schema.ts";
import { Failure } from "../../settings/failure.tsx";
import { useMe } from "../../shell/use-me.ts";
import { listApi } from "../list-api.ts";
import classes from "./search.module.css";

const KEY = ["session-filters"];

/** Searches that everybody needs. */
const OFFERED = [
  { name: "Live now", query: "is:live" },
  { name: "Errors I have not seen", query: "has:error is:unseen" },
  { name: "Frustration", query: "has:rage last:1w" },
  { name: "Expiring soon", query: "is:expiring" },
];

function SaveDialog({ q, opened, close }: { q: string; opened: boolean; close: () => void }) {
  const client = useQueryClient();
  const mayShare = useMe()?.permissions.includes("annotate") ?? false;
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const saving = useMutation({
    mutationFn: () => listApi.addFilter({ name: name.trim(), query: q, shared }),
    onSuccess(filters) {
      client.setQueryData(KEY, filters);
      close();
    },
  });
  return (
    <Modal
      opened={opened}
      onClose={close}
      onExitTransitionEnd={() => (setName(""), setShared(false), saving.reset())}
      title="Save this search"
      centered
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") saving.mutate();
        }}
      >
        <Stack gap="sm">
          <Text fz="sm" className={classes["saved"]}>
            {q}
          </Text>
          <TextInput
            label="Name"
            value={name}
            maxLength={80}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {mayShare && (
            <Checkbox
              label="Everybody of the team sees it"
              checked={shared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />
          )}
          <Failure text={saving.isError ? saving.error.message : null} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={saving.isPending} disabled={name.trim() === ""}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Saved({ filter, remove, choose }: { filter: SavedFilter; remove: () => void; choose: () => void }) {
  const mayAll = useMe()?.permissions.includes("annotate") ?? false;
  return (
    <div className={classes["savedRow"]}>
      <Menu.Item
        onClick={choose}
        title={filter.query}
        rightSection={filter.shared ? <IconUsers size={14} aria-label="shared" /> : null}
      >
        {filter.name}
      </Menu.Item>
      {(filter.own || mayAll) && (
        <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${filter.name}`} onClick={remove}>
          <IconTrash size={14} stroke={1.7} />
        </ActionIcon>
      )}
    </div>
  );
}

/** Saved searches: one's own, shared ones, and some that everybody needs. */
export function SavedMenu({ q, change }: { q: string; change: (q: string) => void }) {
  const client = useQueryClient();
  const [saving, setSaving] = useState(false);
  const { data: filters = [] } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => listApi.filters(signal),
    staleTime: 60_000,
  });
  const removing = useMutation({
    mutationFn: listApi.removeFilter,
    onSuccess: (left) => client.setQueryData(KEY, left),
  });
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={280}>
        <Menu.Target>
          <Button
            variant="default"
            className={classes["menu"] ?? ""}
            leftSection={<IconBookmark size={15} stroke={1.7} />}
            rightSection={<IconChevronDown size={14} />}
          >
            Saved
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {filters.map((filter) => (
            <Saved
              key={filter.id}
              filter={filter}
              choose={() => change(filter.query)}
              remove={() => removing.mutate(filter.id)}
            />
          ))}
          {filters.length > 0 && <Menu.Divider />}
          {OFFERED.map(({ name, query }) => (
            <Menu.Item key={name} onClick={() => change(query)} title={query}>
              {name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item disabled={q === ""} onClick={() => setSaving(true)}>
            Save this search…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <SaveDialog q={q} opened={saving} close={() => setSaving(false)} />
    </>
  );
}
