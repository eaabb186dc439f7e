import type { ChunkLine } from "../../protocol/chunk-lines.ts";
import { createEventStore } from "./event-store.ts";
import { createBatchReader } from "./reader.ts";
import type { ReaderAnswer, ReaderAsk, SentBatch } from "./reader-messages.ts";

/*
 * Parsing megabytes of JSON and looking at every node of it takes long enough to make a picture stutter: it happens here. What nobody waits
 * for is read batch by batch, and what somebody waits for goes between.
 */

/** After so long what somebody may have asked for meanwhile is looked at. Milliseconds. */
const TURN_MS = 8;
/** What somebody waited for is packed after so long: until then its picture is being made. Milliseconds. */
const PACK_MS = 1_000;

const readBatch = createBatchReader();
const store = createEventStore();
/** What nobody waits for, one after the other; what somebody waits for. */
let calm: Promise<unknown> = Promise.resolve();
let pressing: Promise<unknown> = Promise.resolve();

function answer(message: ReaderAnswer): void {
  postMessage(message);
}

const channel = new MessageChannel();
/** Lets messages in that have come, and what somebody waits for go first. */
async function turn(): Promise<void> {
  await new Promise((resolve) => {
    channel.port1.addEventListener("message", resolve, { once: true });
    channel.port2.postMessage(null);
  });
  await pressing;
}
channel.port1.start();

interface ReadLine extends SentBatch {
  text: string;
}

function readLine(line: string): ReadLine {
  const { page, seq, at, body, digest } = readBatch(JSON.parse(line) as ChunkLine);
  return { page, seq, at, digest, sent: body.sent, text: JSON.stringify(body.events) };
}

async function read({ id, text, whole, n, urgent }: ReaderAsk & { kind: "read" }): Promise<void> {
  const batches: ReadLine[] = [];
  let since = performance.now();
  for (const line of text.split("\n")) {
    if (line === "") continue;
    if (!urgent && performance.now() - since > TURN_MS) {
      await turn();
      since = performance.now();
    }
    batches.push(readLine(line));
  }
  answer({ id, batches: batches.map((batch) => ({ ...batch, text: whole ? batch.text : null })) });
  if (n === null) return;
  store.keep(n, batches);
  // What can't be packed stays as it is.
  const pack = () => (calm = calm.then(() => store.pack(n)).catch(() => undefined));
  if (urgent) setTimeout(pack, PACK_MS);
  else void pack();
}

async function recall({ id, n, first }: ReaderAsk & { kind: "recall" }): Promise<void> {
  const found = await store.recall(n, first, (part, page) => answer({ id, part, page }));
  answer({ id, found });
}

addEventListener("message", ({ data: ask }: MessageEvent<ReaderAsk>) => {
  const fail = (error: unknown) => answer({ id: ask.id, error: String(error) });
  if (ask.kind === "recall") pressing = Promise.all([pressing, recall(ask).catch(fail)]);
  else if (ask.urgent) void read(ask).catch(fail);
  else calm = calm.then(() => read(ask).catch(fail));
});
