import type { Watched } from "../../protocol/activity/stretches.ts";
import type { Manifest } from "../../protocol/api.schema.ts";
import type { RecordedEvent } from "../../protocol/events.ts";
import { ApiError } from "../api-error.ts";
import { mergeStretches, type Stretch } from "./activity.ts";
import { createChunkLoader } from "./chunk-loader.ts";
import { keptChunks } from "./chunk-memory.ts";
import { evidenceChunks, loadOrder, neededChunks, readyUntil, type PlannedChunk } from "./chunk-plan.ts";
import { watchFiles } from "./file-watch.ts";
import { createGrantSource } from "./grant.ts";
import { startLiveSocket, type LiveState } from "./live-socket.ts";
import type { ReadBatch } from "./reader.ts";
import { createSessionFiles } from "./session-files.ts";
import type { SessionSource } from "./session-source.ts";
import { createHoldings } from "./holdings.ts";
import { createRecording, type Recording } from "./recording.ts";

/** A session being loaded. All times of its members are session times, milliseconds. */
export interface SessionData {
  readonly manifest: Manifest;
  readonly recording: Recording;
  duration(): number;
  /** Loads for `time` first. `page`: the document on screen then, when it is known. */
  focus(page: string | null, time: number): void;
  /** Whether it is known which document was on screen at `time`. */
  knows(time: number): boolean;
  /** Whether the picture of `page` at `time` can be made. */
  ready(page: string, time: number): boolean;
  /** The first chunk the picture needs and will not get. */
  fault(page: string | null, time: number): Error | null;
  readyUntil(time: number): number;
  /** What has been read, and what has not: the same lists until something is. */
  loaded(): readonly Stretch[];
  unknown(): readonly Stretch[];
  /** All is here that is stored, and of a running session all that had come when it was opened. */
  complete(): boolean;
  /** The event with the addresses of kept files. */
  fill(event: RecordedEvent): RecordedEvent;
  retry(): void;
  /** Tells the server what was shown, under the grant there is: a page that goes cannot ask for another. */
  tellWatched(watched: readonly Watched[]): Promise<void>;
  stop(): void;
}

export interface SessionDataHandlers {
  changed(): void;
  /** Whether a picture is being made. */
  isBusy(): boolean;
  live(state: LiveState): void;
  /** So many watch it live. */
  viewers(count: number): void;
  /** Files have come that the picture lacked. */
  filed(): void;
  /** Part of what came in can't be read. */
  unreadable(): void;
}

/** Wait before a grant is asked for again that did not come. */
const GRANT_RETRY_MS = 3_000;

/** What is known of a chunk that was not listed when the session was opened. */
function readRow(n: number, textBytes: number, batches: readonly ReadBatch[]): PlannedChunk {
  return {
    n,
    textBytes,
    from: Math.min(...batches.map(({ digest }) => digest.from)),
    to: Math.max(...batches.map(({ digest }) => digest.to)),
    keyframes: batches.flatMap(({ page, digest }) =>
      digest.evidence.filter(({ kind }) => kind === "open").map(({ at }) => ({ page, at })),
    ),
  };
}

/**
 * Asks for the manifest and starts to load, for the moment `begin` first (milliseconds since the session began; `null`: as it is played, a running
 * session from where it is). @throws {ApiError}
 */
export async function openSession(
  source: SessionSource,
  begin: number | null,
  signal: AbortSignal,
  on: SessionDataHandlers,
): Promise<SessionData> {
  const files = createSessionFiles(source, on.changed);
  const grant = createGrantSource({
    async open() {
      const asked = await source.manifest(signal);
      files.grant(asked.grant);
      files.know(asked.assets);
      return asked;
    },
    async renew(before) {
      const renewed = await source.renew(before);
      files.grant(renewed.grant);
      return renewed;
    },
  });
  const manifest = await grant.manifest();
  const { startedAt, lastAt, status } = manifest.session;
  const recording = createRecording(startedAt);
  const reader = source.reader();
  const listed = new Set(manifest.chunks.map(({ n }) => n));
  const rows = new Map<number, PlannedChunk>(manifest.chunks.map((row) => [row.n, row]));
  for (const { keyframes } of manifest.chunks)
    for (const { page, at } of [...keyframes].toSorted((a, b) => a.at - b.at)) recording.expect(page, at);
  let center: { page: string | null; time: number } = {
    page: null,
    time: begin === null && status === "live" ? lastAt : startedAt + (begin ?? 0),
  };
  const holdings = createHoldings(recording, reader);
  let urgent = new Set<number>();
  let known = { read: -1, rows: -1, loaded: [] as Stretch[], unknown: [] as Stretch[] };

  async function load(n: number, stop: AbortSignal): Promise<void> {
    if (await holdings.recall(n, center.page, on.changed)) return;
    const { grant: ticket } = await grant.manifest();
    try {
      const text = await source.chunk(n, ticket, stop);
      const batches = await holdings.read(n, text, urgent.has(n));
      if (batches.length > 0 && !listed.has(n)) rows.set(n, readRow(n, text.length, batches));
    } catch (error) {
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) grant.refuse();
      throw error;
    }
  }
  const loader = createChunkLoader(load, holdings.lacks, () => (want(), on.changed()), on.isBusy);

  /** Chunks that are not in the store: what other chunks tell is played without them. */
  function isGone(n: number): boolean {
    const error = loader.failed().get(n);
    return error instanceof ApiError && error.status === 404;
  }
  const settled = (n: number) => holdings.isRead(n) || isGone(n);
  /** Whether a picture of `page` may begin in it. */
  const begins = (n: number, page: string | null) =>
    page === null || rows.get(n)!.keyframes.some((keyframe) => keyframe.page === page);

  function plan(): PlannedChunk[] {
    return [...rows.values()].toSorted((a, b) => a.n - b.n);
  }
  const stretches = (list: readonly PlannedChunk[]) =>
    mergeStretches(list.map(({ from, to }) => ({ from: from - startedAt, to: to - startedAt })));
  function survey(): typeof known {
    const chunks = plan();
    const isRead = chunks.filter(({ n }) => holdings.isRead(n));
    if (isRead.length === known.read && chunks.length === known.rows) return known;
    const unread = chunks.filter(({ n }) => !holdings.isRead(n));
    known = { read: isRead.length, rows: chunks.length, loaded: stretches(isRead), unknown: stretches(unread) };
    return known;
  }
  function needed(page: string | null, time: number): number[] {
    const chunks = plan();
    const of = page === null ? null : neededChunks(chunks, page, time);
    return [...new Set([...evidenceChunks(chunks, time), ...(of ?? [])])];
  }
  function want(): void {
    const chunks = plan();
    const first = needed(center.page, center.time);
    urgent = new Set(first);
    const kept = keptChunks(chunks, first, center.time);
    holdings.keep(kept);
    const order = loadOrder(chunks, first, center.time);
    loader.want([...order.filter((n) => kept.has(n)), ...order.filter((n) => !kept.has(n))], first.length, kept.size);
  }
  function expectChunks(count: number): void {
    const end = Math.max(startedAt, ...plan().map(({ to }) => to));
    // Chunks stored since the manifest: what they hold is known when they are here.
    for (let n = 0; n < count; n++) if (!rows.has(n)) rows.set(n, { n, from: end, to: Infinity, keyframes: [] });
    want();
  }

  let stopLive: (() => void) | undefined;
  // Until the socket has sent what is in no chunk yet, the picture of no moment is final. One that can't be opened is not waited for.
  const running = status === "live" && source.liveAddress("") !== null;
  let current = !running;
  if (running)
    stopLive = startLiveSocket({
      address: async () => source.liveAddress((await grant.manifest()).grant)!,
      message: (message) => {
        if (message.kind === "hello") expectChunks(message.chunks);
        else if (message.kind === "current") current = true;
        else if (message.kind === "viewers") return on.viewers(Number(message.count) || 0);
        on.changed();
      },
      async line(text) {
        recording.add(await reader.read(text, true));
        on.changed();
      },
      state: on.live,
      refused() {
        current = true;
        grant.refuse();
        on.changed();
      },
      unreadable: on.unreadable,
    });
  want();
  const stopFiles = watchFiles(running, files.lacking, async () => {
    if (files.know(await source.files((await grant.manifest()).grant, signal))) on.filed();
  });

  return {
    manifest,
    recording,
    duration: () => Math.max(0, lastAt - startedAt, recording.end()),
    focus(page, time) {
      center = { page, time: time + startedAt };
      want();
    },
    knows: (time) => current && evidenceChunks(plan(), time + startedAt).every(settled),
    ready(page, time) {
      const chunks = neededChunks(plan(), page, time + startedAt);
      if (!current || !files.ready()) return false;
      // A picture's files are asked for with the grant.
      if (!grant.isGood()) {
        void grant.manifest().then(on.changed, () => setTimeout(on.changed, GRANT_RETRY_MS));
        return false;
      }
      return chunks === null
        ? (recording.track(page)?.keyframes.length ?? 0) > 0
        : chunks.every((n) => holdings.has(n, page) || (isGone(n) && !begins(n, page)));
    },
    fault(page, time) {
      const failed = loader.failed();
      for (const n of needed(page, time + startedAt))
        if (failed.has(n) && (!isGone(n) || begins(n, page))) return failed.get(n)!;
      return null;
    },
    readyUntil: (time) => readyUntil(plan(), (n) => holdings.has(n) || isGone(n), time + startedAt) - startedAt,
    loaded: () => survey().loaded,
    unknown: () => survey().unknown,
    complete: () => current && plan().every(({ n }) => settled(n)),
    fill: files.fill,
    retry: loader.retry,
    tellWatched: (watched) => source.watched(grant.last() ?? manifest.grant, watched),
    stop() {
      stopFiles();
      files.stop();
      stopLive?.();
      loader.stop();
      reader.stop();
    },
  };
}
