import type { LiveBatchHeader, LiveMessage } from "../protocol/api.schema.ts";

/** A batch as a binary frame of the live socket: a line of JSON, a line break, the wire bytes as they came. */
export function batchFrame(header: LiveBatchHeader, body: Uint8Array): Uint8Array {
  const line = new TextEncoder().encode(`${JSON.stringify({ page: header.page, seq: header.seq, at: header.at })}\n`);
  const frame = new Uint8Array(line.byteLength + body.byteLength);
  frame.set(line);
  frame.set(body, line.byteLength);
  return frame;
}

/** Sends to every socket; one that is gone is closed by the runtime and must not keep the others from hearing. */
export function broadcast(sockets: readonly WebSocket[], frame: Uint8Array | LiveMessage): void {
  const data = frame instanceof Uint8Array ? frame : JSON.stringify(frame);
  for (const socket of sockets) {
    try {
      socket.send(data);
    } catch (error) {
      console.warn("live viewer lost", String(error));
    }
  }
}
