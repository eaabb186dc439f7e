import { ActionIcon, Badge, Indicator, Popover, TagsInput, Tooltip } from "@mantine/core";
import { IconTag } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { LISTS } from "../../../protocol/list-limits.ts";
import { queryClient } from "../../query-client.ts";
import { useMe } from "../../shell/use-me.ts";
import classes from "../player.module.css";
import type { Playback } from "../playback.ts";
import { useStore } from "../store.ts";
import { listApi } from "./list-api.ts";

const NO_TAGS: readonly string[] = [];

/** The tags of the session that is played; for those who may, to change. */
export function Tags({ playback }: { playback: Playback }) {
  const may = useMe()?.permissions.includes("annotate") ?? false;
  const id = useStore(playback.store, ({ manifest }) => manifest?.session.id ?? "");
  const given = useStore(playback.store, ({ manifest }) => manifest?.session.tags ?? NO_TAGS);
  const [changed, setChanged] = useState<{ session: string; tags: readonly string[] } | null>(null);
  const tags = changed?.session === id ? changed.tags : given;
  const tagging = useMutation({
    mutationFn: ({ tag, on }: { tag: string; on: boolean }) => listApi.tag(id, tag, on),
    onSuccess(now) {
      setChanged({ session: id, tags: now });
      void queryClient.invalidateQueries({ queryKey: ["sessions"] });
    },
  });
  if (id === "" || (!may && tags.length === 0)) return null;
  return (
    <span className={classes["tags"]}>
      {tags.slice(0, 2).map((tag) => (
        <Badge key={tag} size="sm" variant="default" radius="sm" tt="none" className={classes["tagBadge"] ?? ""}>
          {tag}
        </Badge>
      ))}
      <Popover position="bottom-end" shadow="md" withArrow trapFocus>
        <Popover.Target>
          <Tooltip label={tags.length > 0 ? `Tags: ${tags.join(", ")}` : "Tags"}>
            <Indicator disabled={tags.length <= 2} label={tags.length} size={14} offset={5}>
              <ActionIcon variant="subtle" color="gray" aria-label={`Tags: ${tags.join(", ") || "none"}`}>
                <IconTag size={18} stroke={1.7} />
              </ActionIcon>
            </Indicator>
          </Tooltip>
        </Popover.Target>
        <Popover.Dropdown aria-label="Tags" w={280}>
          <TagsInput
            label="Tags"
            description={may ? "Enter adds one" : undefined}
            size="xs"
            readOnly={!may}
            value={[...tags]}
            maxTags={LISTS.sessionTags}
            maxLength={LISTS.tagChars}
            data-autofocus
            error={tagging.isError ? tagging.error.message : null}
            onChange={(wanted) => {
              const added = wanted.find((tag) => !tags.includes(tag));
              const removed = tags.find((tag) => !wanted.includes(tag));
              if (added !== undefined) tagging.mutate({ tag: added, on: true });
              else if (removed !== undefined) tagging.mutate({ tag: removed, on: false });
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </span>
  );
}
