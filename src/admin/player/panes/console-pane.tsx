import { Badge } from "@mantine/core";
import { IconAlertTriangle, IconBug, IconCircleX, IconInfoCircle, IconTerminal2, type Icon } from "@tabler/icons-react";
import { useState } from "react";
import { clockText } from "../../format/time.ts";
import type { Playback } from "../playback.ts";
import type { ConsoleLevel } from "../signals.ts";
import { CopyText, Detail, Verbatim } from "./detail.tsx";
import { PaneList } from "./pane-list.tsx";
import { PaneTools } from "./pane-tools.tsx";
import classes from "./panes.module.css";
import { useFilter, type Filtering } from "./use-filter.ts";
import { useEmptyWords, useSignals, type SignalOf } from "./use-signals.ts";

type Row = SignalOf<"console">;

const LEVELS: Record<ConsoleLevel, { icon: Icon; name: string }> = {
  error: { icon: IconCircleX, name: "Errors" },
  warn: { icon: IconAlertTriangle, name: "Warnings" },
  info: { icon: IconInfoCircle, name: "Infos" },
  log: { icon: IconTerminal2, name: "Logs" },
  debug: { icon: IconBug, name: "Debug" },
};

const KINDS = ["console"] as const;
const FILTERING: Filtering<Row> = {
  sortOf: ({ level }) => level,
  labels: Object.fromEntries(Object.entries(LEVELS).map(([level, { name }]) => [level, name])),
  textOf: ({ level, message, stack }) => `${level} ${message} ${stack}`,
};

/** What the page said in its console. */
export function ConsolePane({ playback }: { playback: Playback }) {
  const rows = useSignals(playback, KINDS);
  const [open, setOpen] = useState<Row | null>(null);
  const { shown, tools } = useFilter(rows, FILTERING);
  const empty = useEmptyWords(
    playback,
    rows.length > 0,
    "The page said nothing in its console, or the environment does not collect it.",
    "Nothing of the console matches. Use fewer words, or list more levels.",
  );
  return (
    <div className={classes["pane"]}>
      <PaneTools what="messages" {...tools} />
      <PaneList
        playback={playback}
        rows={shown}
        label="Console"
        empty={empty}
        chosen={open}
        choose={setOpen}
        tone={({ level }) => `console-${level}`}
        kind={({ level }) => level}
        render={({ at, level, message, times }) => {
          const { icon: Icon } = LEVELS[level];
          return (
            <>
              <Icon size={16} stroke={1.6} aria-hidden />
              <span className={classes["message"]}>{message}</span>
              <span className={classes["at"]}>
                {times > 1 && (
                  <Badge size="xs" variant="default" tt="none" mr={6}>
                    {times}×
                  </Badge>
                )}
                {clockText(at)}
              </span>
            </>
          );
        }}
      />
      {open && (
        <Detail
          title={open.message}
          at={open.at}
          close={() => setOpen(null)}
          tools={<CopyText text={[open.message, open.stack].filter(Boolean).join("\n")} label="Copy message" />}
        >
          <Verbatim title={open.level} text={open.message} />
          {open.stack && <Verbatim title="Stack" text={open.stack} />}
        </Detail>
      )}
    </div>
  );
}
