import { createHash } from "node:crypto";

/** How an export went: what was sent of it, and whether that was all. */
export interface ExportOutcome {
  complete: boolean;
  bytes: number;
  /** Of what was sent, hex. */
  sha256: string;
}

async function pump(
  parts: AsyncGenerator<Uint8Array>,
  writable: WritableStream<Uint8Array>,
  ended: (outcome: ExportOutcome) => Promise<void>,
): Promise<void> {
  const writer = writable.getWriter();
  const hash = createHash("sha256");
  let bytes = 0;
  const outcome = (complete: boolean): ExportOutcome => ({ complete, bytes, sha256: hash.digest("hex") });
  try {
    for await (const part of parts) {
      await writer.write(part);
      hash.update(part);
      bytes += part.byteLength;
    }
  } catch (error) {
    // The reader has gone away, or something failed on the way: the body breaks off, so that nobody takes it for whole.
    console.warn("an export broke off:", error instanceof Error ? error.message : error);
    await writer.abort(error).catch(() => undefined);
    return ended(outcome(false));
  }
  await ended(outcome(true));
  await writer.close();
}

/**
 * The body of an answer that is made while it is read, no faster. `ended` is awaited before the body ends, and called as well when it
 * breaks off; `keep` keeps the request alive for that.
 */
export function exportBody(
  parts: AsyncGenerator<Uint8Array>,
  ended: (outcome: ExportOutcome) => Promise<void>,
  keep: (work: Promise<void>) => void,
): ReadableStream<Uint8Array> {
  const { readable, writable } = new IdentityTransformStream();
  keep(pump(parts, writable, ended));
  return readable;
}
