import { Badge } from "@mantine/core";
import { IconBug } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { clockText } from "../../format/time.ts";
import type { Playback } from "../playback.ts";
import { CopyText, Detail, Fields, Verbatim } from "./detail.tsx";
import { PaneList } from "./pane-list.tsx";
import { PaneTools } from "./pane-tools.tsx";
import classes from "./panes.module.css";
import { useFilter, type Filtering } from "./use-filter.ts";
import { useEmptyWords, useSignals, type SignalOf } from "./use-signals.ts";

type Row = SignalOf<"error">;

const KINDS = ["error"] as const;
const FILTERING: Filtering<Row> = {
  sortOf: ({ rejection, name }) => (rejection ? "rejection" : name),
  labels: { rejection: "Rejected promises" },
  textOf: ({ name, message, place, stack }) => `${name} ${message} ${place} ${stack}`,
};

function timesText(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

const whole = ({ name, message }: Row) => [name, message].filter(Boolean).join(": ");

/** The errors of the page's scripts, with their stacks. */
export function ErrorsPane({ playback }: { playback: Playback }) {
  const rows = useSignals(playback, KINDS);
  const [open, setOpen] = useState<Row | null>(null);
  const { shown, tools } = useFilter(rows, FILTERING);
  const counts = useMemo(() => {
    const found = new Map<string, number>();
    for (const row of rows) found.set(whole(row), (found.get(whole(row)) ?? 0) + 1);
    return found;
  }, [rows]);
  const empty = useEmptyWords(
    playback,
    rows.length > 0,
    "The page's scripts made no error.",
    "No error matches. Use fewer words, or list more kinds.",
  );
  return (
    <div className={classes["pane"]}>
      <PaneTools what="errors" {...tools} />
      <PaneList
        playback={playback}
        rows={shown}
        label="Errors"
        empty={empty}
        chosen={open}
        choose={setOpen}
        tone={() => "error"}
        kind={() => "Error"}
        render={(row) => (
          <>
            <IconBug size={16} stroke={1.6} aria-hidden />
            <span className={classes["words"]}>
              <span className="cut" title={whole(row)}>
                {whole(row)}
              </span>
              <span className="faint cut" title={row.place}>
                {row.place || "place unknown"}
              </span>
            </span>
            <span className={classes["at"]}>
              {counts.get(whole(row))! > 1 && (
                <Badge size="xs" variant="default" tt="none" mr={6}>
                  {counts.get(whole(row))} alike
                </Badge>
              )}
              {clockText(row.at)}
            </span>
          </>
        )}
      />
      {open && (
        <Detail
          title={whole(open)}
          at={open.at}
          close={() => setOpen(null)}
          tools={
            <CopyText text={[whole(open), open.place, open.stack].filter(Boolean).join("\n")} label="Copy error" />
          }
        >
          <Verbatim title="Message" text={whole(open)} />
          <Fields
            fields={[
              ["Kind", open.rejection ? "promise that nobody caught" : "error that nobody caught"],
              ["Place", open.place || "unknown"],
              ["In this visit", timesText(counts.get(whole(open)) ?? 1)],
            ]}
          />
          {open.stack ? (
            <Verbatim title="Stack" text={open.stack} />
          ) : (
            <p className="faint">The browser gave no stack.</p>
          )}
        </Detail>
      )}
    </div>
  );
}
