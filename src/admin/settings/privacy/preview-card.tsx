import { Loader, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { SessionRow } from "../../../protocol/api.schema.ts";
import type { PrivacyRule } from "../../../protocol/privacy/privacy.schema.ts";
import { api } from "../../api.ts";
import { pathOf } from "../../format/address.ts";
import { relativeText } from "../../format/time.ts";
import { Card, Warning } from "../card.tsx";
import { TREATMENT_WORDS } from "../words/privacy-words.ts";
import { findMarks, type Marks } from "./marks.ts";
import classes from "./privacy.module.css";
import { drawStill, type Still } from "./still.ts";

/** As many as somebody looks through. */
const SESSIONS = 30;

const NONE: Marks["counts"] = new Map();

function legend({ boxes }: Marks): string {
  return boxes.length === 0
    ? "No rule names anything that is in view on this page."
    : "What was blocked when it was recorded has kept only its classes, so other selectors do not find it here.";
}

function label({ user, knownAs, visitor, entryUrl, startedAt }: SessionRow, now: number): string {
  const who = user ?? knownAs ?? `visitor ${visitor.slice(-6)}`;
  return `${who} · ${pathOf(entryUrl) || "/"} · ${relativeText(startedAt, now)}`;
}

function Sheet({
  still,
  marks,
  host,
}: {
  still: Still | null;
  marks: Marks | null;
  host: React.RefObject<HTMLDivElement | null>;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(entry!.contentRect.width));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  const size = still?.size ?? { width: 1280, height: 800 };
  const scale = Math.min(1, width / size.width);
  return (
    <div className={classes["sheet"]} ref={box} style={{ height: size.height * scale }} data-testid="privacy-preview">
      <div className={classes["page"]} style={{ ...size, transform: `scale(${scale})` }} inert>
        <div ref={host} />
        {marks?.boxes.map(({ n, treatment, ...place }) => (
          <span
            key={n}
            className={classes["mark"]}
            data-treatment={treatment}
            style={{ ...place, outlineWidth: 2 / scale, fontSize: 11 / scale }}
          >
            <span>{TREATMENT_WORDS[treatment].name}</span>
          </span>
        ))}
      </div>
    </div>
  );
}

interface StageProps {
  session: string;
  rules: readonly PrivacyRule[];
  counted: (counts: Marks["counts"]) => void;
}

/** The picture of one session; another one is another stage. */
function Stage({ session, rules, counted }: StageProps) {
  const host = useRef<HTMLDivElement>(null);
  const [still, setStill] = useState<Still | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    const stopping = new AbortController();
    let drawn: Still | undefined;
    async function draw(): Promise<void> {
      drawn = await drawStill(host.current!, session, stopping.signal);
      if (stopping.signal.aborted) drawn.dispose();
      else setStill(drawn);
    }
    draw().catch((error: unknown) => {
      if (!stopping.signal.aborted) setFault(error instanceof Error ? error.message : String(error));
    });
    return () => {
      stopping.abort();
      drawn?.dispose();
    };
  }, [session]);
  const marks = useMemo(() => (still ? findMarks(still.document, rules, still.path) : null), [still, rules]);
  useEffect(() => counted(marks?.counts ?? NONE), [marks, counted]);
  return (
    <div className={classes["preview"]}>
      {fault !== null && <Warning>{fault}</Warning>}
      <div hidden={fault !== null} className={classes["stage"]}>
        <Sheet still={still} marks={marks} host={host} />
        {!still && (
          <span className={classes["waiting"]} role="status">
            <Loader size="sm" /> Drawing the page
          </span>
        )}
      </div>
      <p className={classes["legend"]} role="status">
        {marks && legend(marks)}
      </p>
    </div>
  );
}

interface Props {
  rules: readonly PrivacyRule[];
  /** The session to begin with, or none. */
  chosen: string;
  /** How many elements each rule names on the page that is shown. */
  counted: (counts: Marks["counts"]) => void;
}

/** A still of a recorded page with what the rules name outlined, as they are edited. */
export function PreviewCard({ rules, chosen, counted }: Props) {
  const [session, setSession] = useState(chosen);
  const sessions = useQuery({
    queryKey: ["privacy-preview-sessions"],
    queryFn: async ({ signal }) => ({
      now: Date.now(),
      rows: (await api.sessions({ limit: String(SESSIONS) }, signal)).sessions,
    }),
  });
  const { rows = [], now = 0 } = sessions.data ?? {};
  const playable = rows.filter(({ level }) => level === "playback");
  const known = playable.some(({ id }) => id === session);
  return (
    <Card
      title="Try the rules on a recorded page"
      hint="Shows the first page of a session with everything outlined that your rules name, saved or not. The session stays as it was recorded. Opening it is noted in the activity log."
    >
      <NativeSelect
        label="Session"
        maw={480}
        value={session}
        onChange={({ currentTarget }) => {
          setSession(currentTarget.value);
          counted(NONE);
        }}
        data={[
          {
            value: "",
            label: playable.length > 0 ? "Choose one of the last sessions…" : "There is no session with a picture yet",
          },
          ...(session && !known ? [{ value: session, label: `Session ${session.slice(-6)}` }] : []),
          ...playable.map((row) => ({ value: row.id, label: label(row, now) })),
        ]}
      />
      {session && <Stage key={session} session={session} rules={rules} counted={counted} />}
    </Card>
  );
}
