import { Anchor, Button, Skeleton } from "@mantine/core";
import { IconArrowLeft, IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Inspection, SessionActivity } from "../../protocol/inspection.schema.ts";
import {
  ACTIVITY_FIELDS,
  CHUNK_FIELDS,
  FILE_FIELDS,
  JOINED_FIELDS,
  PAGE_FIELDS,
  SESSION_FIELDS,
} from "../../protocol/session-fields.ts";
import { api } from "../api.ts";
import { ErrorNote } from "../shell/error-note.tsx";
import { useTitle } from "../shell/use-title.ts";
import { actionText } from "../activity/action-words.ts";
import { actorText } from "../activity/actor-text.ts";
import { EventsPart } from "./events-part.tsx";
import { FieldList } from "./field-list.tsx";
import { HeldNote } from "./held-note.tsx";
import classes from "./inspect.module.css";
import { ListTables } from "./list-tables.tsx";
import { RedactionsPart } from "./redactions-part.tsx";
import { RowTable } from "./row-table.tsx";

const OWN = ["tenant", "session"];
const LOGGED = [...OWN, "id", "details"];

/** Rows come to the cells as what they have in common. */
function entry(row: Record<string, unknown>): SessionActivity {
  return row as unknown as SessionActivity;
}

type Cells = Record<string, (row: Record<string, unknown>) => ReactNode>;

const CHUNK_CELLS: Cells = {
  keyframes: ({ keyframes }) => String((keyframes as unknown[]).length),
  sha256: ({ sha256 }) => <code title={String(sha256)}>{String(sha256).slice(0, 12)}…</code>,
};

const ACTIVITY_CELLS: Cells = {
  actor: (row) => actorText(entry(row)),
  action: (row) => actionText(entry(row)),
};

function Tables({ inspection }: { inspection: Inspection }) {
  const { record, pages, chunks, files, joined, activity } = inspection;
  return (
    <>
      <RowTable table={PAGE_FIELDS} id="page" rows={pages} without={OWN} none="No document has come yet." />
      <RowTable
        table={CHUNK_FIELDS}
        id="n"
        rows={chunks}
        without={OWN}
        cells={CHUNK_CELLS}
        none="Nothing has been written to the bucket yet."
      />
      <RowTable table={FILE_FIELDS} id="key" rows={files} without={OWN} none="No files are kept for this session." />
      <RowTable
        table={JOINED_FIELDS}
        id="user"
        rows={joined.map((row) => ({ visitor: record["visitor"], ...row }))}
        without={OWN}
        none="This visitor has never signed in."
      />
      <ListTables inspection={inspection} />
      <RowTable
        table={ACTIVITY_FIELDS}
        id="id"
        rows={activity}
        without={LOGGED}
        cells={ACTIVITY_CELLS}
        none="Nobody has looked at it."
      />
    </>
  );
}

function Head({ id, who }: { id: string; who: string }) {
  return (
    <header className={classes["head"]}>
      <Anchor component={Link} to="/sessions" fz="sm" className={classes["back"]}>
        <IconArrowLeft size={15} aria-hidden /> Sessions
      </Anchor>
      <div className={classes["title"]}>
        <h1>What is stored of {who}</h1>
        <Button
          renderRoot={(props) => <Link to="/sessions/$id" params={{ id }} {...props} />}
          size="xs"
          variant="default"
          leftSection={<IconPlayerPlay size={14} />}
        >
          Play
        </Button>
      </div>
      <p className="faint">
        Everything there is about this session, as it is stored. That you have looked is in the activity log below.
      </p>
    </header>
  );
}

/** Everything that is stored of one session, field by field. */
export function InspectPage() {
  const { id } = useParams({ from: "/signed-in/sessions/$id/inspect" });
  const inspection = useQuery({
    queryKey: ["inspection", id],
    queryFn: ({ signal }) => api.inspect(id, signal),
    // Each question is a view in the activity log: asked once, when the page is opened.
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  const me = useQuery({ queryKey: ["me"], queryFn: ({ signal }) => api.me(signal), staleTime: Infinity });
  const { data } = inspection;
  const who = data ? (data.session.user ?? `visitor ${data.session.visitor.slice(-6)}`) : "this session";
  useTitle(`What is stored of ${who}`);
  if (inspection.isError)
    return (
      <ErrorNote
        title="What is stored can't be shown"
        error={inspection.error}
        retry={() => void inspection.refetch()}
      />
    );
  return (
    <main className={classes["page"]}>
      <Head id={id} who={who} />
      {data ? (
        <>
          {data.session.quarantine === "held" && <HeldNote session={id} released={() => void inspection.refetch()} />}
          <RedactionsPart
            redacted={data.redacted}
            session={id}
            mayWrite={me.data?.permissions.includes("settings") ?? false}
          />
          <FieldList table={SESSION_FIELDS} row={data.record} />
          <Tables inspection={data} />
          <EventsPart key={data.grant} inspection={data} />
        </>
      ) : (
        <Skeleton height={420} aria-label="Loading what is stored" />
      )}
    </main>
  );
}
