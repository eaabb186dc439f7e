import { useEffect, useState } from "react";
import { parseChunkLines } from "../../protocol/chunk-lines.ts";
import { eventWords } from "../../protocol/event-fields.ts";
import type { Inspection } from "../../protocol/inspection.schema.ts";
import { api } from "../api.ts";

/** An event as it is stored. It is only ever shown as text. */
export interface StoredEvent {
  event: { timestamp?: unknown };
  /** Name of its kind. */
  kind: string;
  chunk: number;
  page: string;
  seq: number;
  /** Session time, milliseconds. */
  at: number;
}

export interface StoredEvents {
  events: readonly StoredEvent[];
  /** How many chunks have been read. */
  read: number;
  fault: Error | null;
}

/** The events of a chunk's text. */
export function eventsOf(text: string, chunk: number, startedAt: number): StoredEvent[] {
  return parseChunkLines(text).flatMap(({ page, seq, body }) =>
    body.events.map((event) => ({
      event,
      kind: eventWords(event).name,
      chunk,
      page,
      seq,
      at: event.timestamp - startedAt,
    })),
  );
}

/** Reads all chunks of a session, one after the other. For one inspection: another begins afresh with a key of its own. */
export function useStoredEvents({ session, chunks, grant }: Inspection): StoredEvents {
  const [state, setState] = useState<StoredEvents>({ events: [], read: 0, fault: null });
  useEffect(() => {
    const stopping = new AbortController();
    const { signal } = stopping;
    async function load(): Promise<void> {
      const events: StoredEvent[] = [];
      for (const [index, { n }] of chunks.entries()) {
        events.push(...eventsOf(await api.chunk(session.id, n, grant, signal), n, session.startedAt));
        if (signal.aborted) return;
        setState({ events: [...events], read: index + 1, fault: null });
      }
    }
    load().catch((error: unknown) => {
      if (!signal.aborted)
        setState((now) => ({ ...now, fault: error instanceof Error ? error : new Error(String(error)) }));
    });
    return () => stopping.abort();
  }, [session.id, session.startedAt, chunks, grant]);
  return state;
}
