import { ActionIcon, Badge, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy, IconWorld } from "@tabler/icons-react";
import { useMemo } from "react";
import { addressAt } from "./address-at.ts";
import { knownPages } from "./known-pages.ts";
import classes from "./player.module.css";
import type { Playback } from "./playback.ts";
import { useStore } from "./store.ts";

/** The address of the document on screen, as the visitor saw it. Text, not a link: it comes from the recording. */
export function AddressBar({ playback }: { playback: Playback }) {
  const page = useStore(playback.store, (state) => state.page);
  const manifest = useStore(playback.store, (state) => state.manifest);
  const items = useStore(playback.store, ({ overview }) => overview.items);
  const pages = useMemo(() => knownPages(manifest?.pages ?? [], items, 0), [manifest, items]);
  const url = useStore(
    playback.store,
    ({ overview, clock }) =>
      addressAt(overview.items, pages, page, (manifest?.session.startedAt ?? 0) + clock.time).url,
  );
  const { tab, tabs } = addressAt([], pages, page, 0);
  return (
    <div className={classes["address"]}>
      <IconWorld size={15} stroke={1.6} aria-hidden />
      <span className="cut" title={url} data-address>
        {url || " "}
      </span>
      {tabs > 1 && (
        <Badge size="xs" variant="default" radius="sm" tt="none" className={classes["tab"]}>
          Tab {tab} of {tabs}
        </Badge>
      )}
      <CopyButton value={url}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? "Copied" : "Copy address"}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label="Copy address"
              onClick={copy}
              disabled={url === ""}
            >
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
