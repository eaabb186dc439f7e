import { VisuallyHidden } from "@mantine/core";
import { IconTerminal2 } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { hostOf, pathOf } from "../../format/address.ts";
import { clockText } from "../../format/time.ts";
import type { Playback } from "../playback.ts";
import { useStore } from "../store.ts";
import { viewOf, type View } from "../timeline/zoom.ts";
import { CopyText, Detail, Fields, Verbatim } from "./detail.tsx";
import { PaneList } from "./pane-list.tsx";
import { PaneTools } from "./pane-tools.tsx";
import classes from "./panes.module.css";
import { useFilter, type Filtering } from "./use-filter.ts";
import { useEmptyWords, useSignals, type SignalOf } from "./use-signals.ts";
import { asCurl, bytesText, msText, requestBar, requestSort, requestView } from "./waterfall.ts";

type Row = SignalOf<"request">;

const KINDS = ["request"] as const;
const FILTERING: Filtering<Row> = {
  sortOf: requestSort,
  labels: {
    failed: "Failed",
    calls: "Calls (fetch, XHR)",
    documents: "Documents",
    scripts: "Scripts",
    styles: "Styles",
    media: "Images and media",
    other: "Other",
  },
  textOf: ({ method, url, by, status }) => `${method ?? ""} ${url} ${by} ${status ?? ""}`,
};

function outcome({ status, failed }: Row): string {
  return status === null || status === 0 ? (failed ? "failed" : "–") : String(status);
}

/** When it waited and when it was answered. */
function Bar({ row, view }: { row: Row; view: View }) {
  const bar = requestBar(row, view);
  return (
    <span className={classes["waterfall"]} aria-hidden="true">
      {bar && (
        <span className={classes["requestBar"]} style={{ left: `${bar.left}%`, width: `${bar.width}%` }}>
          <span style={{ width: bar.width > 0 ? `${(bar.wait / bar.width) * 100}%` : 0 }} />
        </span>
      )}
    </span>
  );
}

function headerFields(headers: Row["requestHeaders"]): [string, string][] {
  return Object.entries(headers ?? {});
}

function RequestDetail({ row, close }: { row: Row; close: () => void }) {
  const recorded = row.requestHeaders ?? row.responseHeaders ?? row.requestBody ?? row.responseBody;
  return (
    <Detail
      title={`${row.method ?? ""} ${pathOf(row.url)}`.trim()}
      at={row.at}
      close={close}
      tools={
        <>
          <CopyText text={asCurl(row)} label="Copy as cURL" icon={<IconTerminal2 size={13} />} />
          <CopyText text={row.url} label="Copy address" />
        </>
      }
    >
      <Bar row={row} view={requestView(row)} />
      <Fields
        fields={[
          ["Address", row.url || "unknown"],
          ["Answer", row.failed && row.status === null ? "none: it failed" : (row.status ?? "not known")],
          ["Asked by", row.by || "unknown"],
          ["Took", msText(row.ms)],
          ["First byte after", row.wait === null ? "not known" : msText(row.wait)],
          ["Size", bytesText(row.bytes) || "not known"],
          ["Began at", clockText(row.at)],
        ]}
      />
      <Fields title="Headers of the request" fields={headerFields(row.requestHeaders)} />
      {row.requestBody !== null && <Verbatim title="Body of the request" text={row.requestBody} />}
      <Fields title="Headers of the answer" fields={headerFields(row.responseHeaders)} />
      {row.responseBody !== null && <Verbatim title="Body of the answer" text={row.responseBody} />}
      {recorded === null && (
        <p className="faint">Headers and bodies are recorded only where the settings ask for them.</p>
      )}
    </Detail>
  );
}

/** What the page asked for, as a waterfall over the part of the session that the line of time shows. */
export function NetworkPane({ playback }: { playback: Playback }) {
  const rows = useSignals(playback, KINDS);
  const zoom = useStore(playback.store, (state) => state.zoom);
  const duration = useStore(playback.store, ({ clock }) => clock.duration);
  const view = useMemo(() => viewOf(zoom, duration), [zoom, duration]);
  const [open, setOpen] = useState<Row | null>(null);
  const { shown, tools } = useFilter(rows, FILTERING);
  const empty = useEmptyWords(
    playback,
    rows.length > 0,
    "The page asked for nothing, or the environment does not collect it.",
    "No request matches. Use fewer words, or list more kinds.",
  );
  return (
    <div className={classes["pane"]}>
      <PaneTools what="requests" {...tools} />
      <PaneList
        playback={playback}
        rows={shown}
        label="Requests"
        empty={empty}
        chosen={open}
        choose={setOpen}
        tone={({ failed }) => (failed ? "error" : "ok")}
        render={(row) => (
          <span className={classes["request"]}>
            <span className={classes["status"]}>{outcome(row)}</span>
            <span className={`${classes["requestName"]} cut`} title={row.url}>
              <span className="faint">{row.method ?? row.by}</span> {pathOf(row.url)}
            </span>
            <span className={`${classes["size"]} faint`}>{bytesText(row.bytes)}</span>
            <span className={classes["took"]}>{msText(row.ms)}</span>
            <VisuallyHidden>at {clockText(row.at)}</VisuallyHidden>
            <span className={`${classes["host"]} faint cut`}>{hostOf(row.url)}</span>
            <Bar row={row} view={view} />
          </span>
        )}
      />
      {open && <RequestDetail row={open} close={() => setOpen(null)} />}
    </div>
  );
}
