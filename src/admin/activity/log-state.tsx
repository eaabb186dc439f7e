import { Button, CopyButton, Menu, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconDownload, IconLink, IconShieldCheck } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { LogStatus } from "../../protocol/activity/activity.schema.ts";
import { relativeText } from "../format/time.ts";
import { activityApi } from "./activity-api.ts";
import type { ActivitySearch } from "./activity-search.ts";
import classes from "./activity.module.css";

function number(value: number): string {
  return value.toLocaleString("en");
}

/** What is known of the chain, in a sentence. */
function stateText({ seq, anchored, verified, fork }: LogStatus, now: number): { text: string; broken: boolean } {
  const fault = verified?.fault;
  if (fault) return { text: `Broken: entry ${number(fault.seq)}: ${fault.why}.`, broken: true };
  if (fork) return { text: `Broken: an anchor of entry ${number(fork)} says otherwise.`, broken: true };
  const checked = verified
    ? `Verified up to entry ${number(verified.seq)} of ${number(seq)}, ${relativeText(verified.at, now)}.`
    : `${number(seq)} entries, not verified yet.`;
  const stands = anchored
    ? ` Anchored up to entry ${number(anchored.seq)}, ${relativeText(anchored.at, now)}.`
    : " The first anchor is set within an hour.";
  return { text: checked + stands, broken: false };
}

function Item({ of, format, label }: { of: ActivitySearch; format: "ndjson" | "csv"; label: string }) {
  return (
    <Menu.Item component="a" href={activityApi.downloadPath(of, format)} download>
      {label}
    </Menu.Item>
  );
}

function Downloads({ search }: { search: ActivitySearch }) {
  const some = Object.keys(search).length > 0;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconDownload size={14} aria-hidden />}>
          Download
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {some && (
          <>
            <Menu.Label>What is shown</Menu.Label>
            <Item of={search} format="csv" label="Table (CSV)" />
            <Item of={search} format="ndjson" label="Signed (NDJSON)" />
          </>
        )}
        <Menu.Label>The whole log</Menu.Label>
        <Item of={{}} format="csv" label="Table (CSV)" />
        <Item of={{}} format="ndjson" label="Signed (NDJSON)" />
      </Menu.Dropdown>
    </Menu>
  );
}

/** How the chain stands, a check of it, and downloads. */
export function LogState({ search, now }: { search: ActivitySearch; now: number }) {
  const client = useQueryClient();
  const status = useQuery({ queryKey: ["activity-status"], queryFn: ({ signal }) => activityApi.status(signal) });
  const [progress, setProgress] = useState("");
  const verify = useMutation({
    mutationFn: () => activityApi.verify(({ to, head }) => setProgress(`${number(to)} of ${number(head)}`)),
    onSettled: async () => {
      setProgress("");
      await client.invalidateQueries({ queryKey: ["activity-status"] });
    },
  });
  const state = status.data && stateText(status.data, now);
  const mended = verify.data?.mended ?? 0;
  return (
    <section className={classes["state"]} aria-label="State of the log" data-broken={state?.broken || undefined}>
      {state?.broken ? <IconAlertTriangle size={18} aria-hidden /> : <IconShieldCheck size={18} aria-hidden />}
      <p role="status">
        {status.isError
          ? "The state of the log is not known."
          : verify.isPending
            ? `Checking ${progress}…`
            : (state?.text ?? "…")}
        {verify.isError && ` The check did not work: ${verify.error.message}`}
        {mended > 0 && ` ${number(mended)} rows of the list were not as the log has them and were put right.`}
      </p>
      <span className={classes["buttons"]}>
        {status.data && (
          <CopyButton value={status.data.publicKey}>
            {({ copied, copy }) => (
              <UnstyledButton className={classes["key"]} onClick={copy} title={status.data.publicKey}>
                <IconLink size={13} aria-hidden /> {copied ? "Copied" : `Key ${status.data.publicKey.slice(0, 8)}…`}
              </UnstyledButton>
            )}
          </CopyButton>
        )}
        <Button variant="default" size="xs" loading={verify.isPending} onClick={() => verify.mutate()}>
          Verify now
        </Button>
        <Downloads search={search} />
      </span>
    </section>
  );
}
