import { NativeSelect, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { eventWords } from "../../protocol/event-fields.ts";
import type { Inspection } from "../../protocol/inspection.schema.ts";
import { clockText } from "../format/time.ts";
import { useRows } from "../player/use-rows.ts";
import { Copy } from "../settings/copy-button.tsx";
import { countText } from "../settings/words/list-text.ts";
import classes from "./inspect.module.css";
import { Part } from "./part.tsx";
import { useStoredEvents, type StoredEvent } from "./use-stored-events.ts";

/** As much of an event as the row of a list has room for. */
const PEEK_CHARS = 160;

function peek({ event }: StoredEvent): string {
  return JSON.stringify((event as { data?: unknown }).data ?? null).slice(0, PEEK_CHARS);
}

function Raw({ chosen }: { chosen: StoredEvent | undefined }) {
  if (!chosen) return <p className={classes["none"]}>Choose an event to see it as it is stored.</p>;
  const text = JSON.stringify(chosen.event, null, 2);
  const { name, means, fields } = eventWords(chosen.event as { type?: unknown });
  return (
    <>
      <div className={classes["rawHead"]}>
        <strong>{name}</strong>
        <Copy text={text} what="event" />
      </div>
      <p className="faint">{means}</p>
      {fields && (
        <dl className={classes["fieldWords"]}>
          {Object.entries(fields).map(([field, meaning]) => (
            <div key={field}>
              <dt>
                <code>{field}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      )}
      <pre tabIndex={0} aria-label="The event as it is stored" data-testid="raw-event">
        {text}
      </pre>
    </>
  );
}

function kindsOf(events: readonly StoredEvent[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { kind } of events) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => a.localeCompare(b));
}

function List({
  shown,
  chosen,
  choose,
}: {
  shown: readonly StoredEvent[];
  chosen: number;
  choose: (row: number) => void;
}) {
  const { box, virtual, press, stop } = useRows(shown.length, chosen);
  return (
    <div className={classes["events"]} ref={box} tabIndex={-1} onKeyDown={press}>
      <ol style={{ height: virtual.getTotalSize() }} aria-label="Events as they are stored">
        {virtual.getVirtualItems().map(({ index: row, start }) => {
          const stored = shown[row]!;
          return (
            <li
              key={row}
              style={{ transform: `translateY(${start}px)` }}
              aria-setsize={shown.length}
              aria-posinset={row + 1}
            >
              <button
                type="button"
                data-row={row}
                tabIndex={row === stop ? 0 : -1}
                aria-current={row === chosen ? "true" : undefined}
                onClick={() => choose(row)}
              >
                <span className="number">{clockText(stored.at)}</span>
                <span>{stored.kind}</span>
                <code className="cut">{peek(stored)}</code>
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** Every event as it is stored: nothing is left out, nothing made nicer. */
export function EventsPart({ inspection }: { inspection: Inspection }) {
  const { events, read, fault } = useStoredEvents(inspection);
  const [kind, setKind] = useState("");
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<StoredEvent | undefined>();
  const shown = useMemo(() => {
    const wanted = words.trim().toLowerCase();
    const ofKind = kind === "" ? events : events.filter((each) => each.kind === kind);
    return wanted === "" ? ofKind : ofKind.filter(({ event }) => JSON.stringify(event).toLowerCase().includes(wanted));
  }, [events, kind, words]);
  const { session, chunks } = inspection;
  const buffered = Math.max(0, session.events - events.length);
  const state =
    fault !== null
      ? `They could not all be read: ${fault.message}`
      : read < chunks.length
        ? `Reading chunk ${read + 1} of ${chunks.length}…`
        : `${countText(events.length, "event")} in ${countText(chunks.length, "chunk")}.${
            buffered > 0 ? ` ${countText(buffered, "more is", "more are")} not in a chunk yet.` : ""
          }`;
  return (
    <Part title="Events" intro={<span role="status">{state}</span>}>
      <div className={classes["filters"]}>
        <NativeSelect
          aria-label="Kind of event"
          value={kind}
          onChange={({ currentTarget }) => setKind(currentTarget.value)}
          data={[
            { value: "", label: "All kinds" },
            ...kindsOf(events).map(([name, count]) => ({
              value: name,
              label: `${name} (${count.toLocaleString("en")})`,
            })),
          ]}
        />
        <TextInput
          aria-label="Text in events"
          placeholder="Text in events"
          leftSection={<IconSearch size={14} aria-hidden />}
          rightSection={<span className={classes["found"]}>{shown.length.toLocaleString("en")}</span>}
          rightSectionWidth={64}
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
        />
      </div>
      <div className={classes["split"]}>
        <List shown={shown} chosen={chosen ? shown.indexOf(chosen) : -1} choose={(row) => setChosen(shown[row])} />
        <div className={classes["raw"]}>
          <Raw chosen={chosen} />
        </div>
      </div>
    </Part>
  );
}
