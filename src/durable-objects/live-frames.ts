import type { LiveBatchHeader, LiveMessage } from "../protocol/api.schema.ts";
import type { RecordingStore } from "./recording-store.ts";
import type { SessionState } from "./recording-types.ts";

/** A batch as a binary frame of the live socket: a line of JSON, a line break, the wire bytes as they came. */
export function batchFrame(header: LiveBatchHeader, body: Uint8Array): Uint8Array {
  const line = new TextEncoder().encode(`${JSON.stringify({ page: header.page, seq: header.seq, at: header.at })}\n`);
  const frame = new Uint8Array(line.byteLength + body.byteLength);
  frame.set(line);
  frame.set(body, line.byteLength);
  return frame;
}

/** Until when a viewer may watch, Unix milliseconds: what the Worker says with the request that opens the socket. */
export const UNTIL_HEADER = "X-Playhead-Until";

/** What the Worker said of it; `null` when it said nothing. */
export function untilOf(request: Request): number | null {
  const until = Number(request.headers.get(UNTIL_HEADER) ?? Number.NaN);
  return Number.isFinite(until) ? until : null;
}

/** Whether a viewer's time is over. Whoever may still watch opens another socket, which the Worker lets them do or not. */
export function isOver(socket: WebSocket, now: number): boolean {
  const { until } = (socket.deserializeAttachment() ?? {}) as { until?: number };
  return until !== undefined && until <= now;
}

/** Sends to viewers of a session. */
export function broadcast(sockets: readonly WebSocket[], frame: Uint8Array | LiveMessage): void {
  sendAll(sockets, frame instanceof Uint8Array ? frame : JSON.stringify(frame));
}

/** Sends to every socket whose time is not over; one that is gone is closed by the runtime and must not keep the others from hearing. */
export function sendAll(sockets: readonly WebSocket[], data: Uint8Array | string): void {
  const now = Date.now();
  for (const socket of sockets) {
    try {
      if (isOver(socket, now)) socket.close(1008, "open the socket again");
      else socket.send(data);
    } catch (error) {
      console.warn("live viewer lost", String(error));
    }
  }
}

/** Closes every socket, with a code and a reason of RFC 6455 §7.4. */
export function closeAll(sockets: readonly WebSocket[], code: number, reason: string): void {
  for (const socket of sockets) socket.close(code, reason);
}

/** The code that answers a closing one: 1005 and 1006 only say that there was none; they may not be sent (RFC 6455 §7.4.1). */
export function closingCode(code: number): number {
  return code === 1005 || code === 1006 ? 1000 : code;
}

/** What a new viewer hears first: how the session stands, then all batches that are in no chunk. `held` is `null` without a session. */
function greet(socket: WebSocket, held: { state: SessionState; store: RecordingStore } | null): void {
  const ended = held?.state.ended ?? true;
  const chunks = held?.store.storedChunks().length ?? 0;
  broadcast([socket], { kind: "hello", chunks, status: ended ? "ended" : "live" });
  for (const { body, ...header } of held?.store.buffered() ?? []) broadcast([socket], batchFrame(header, body));
  broadcast([socket], { kind: "current" });
  if (ended) broadcast([socket], { kind: "ended" });
}

/** Tells everybody who watches how many they are; without `gone`, who is just leaving. */
export function countViewers(sockets: readonly WebSocket[], gone?: WebSocket): void {
  const left = sockets.filter((socket) => socket !== gone);
  broadcast(left, { kind: "viewers", count: left.length });
}

/** Lets a viewer in: the socket that answers an upgrade, greeted. */
export function welcome(context: DurableObjectState, request: Request, held: Parameters<typeof greet>[1]): Response {
  if (request.headers.get("Upgrade")?.toLowerCase() !== "websocket")
    return new Response("expected a WebSocket", { status: 426 });
  const { 0: client, 1: server } = new WebSocketPair();
  context.acceptWebSocket(server);
  const until = untilOf(request);
  if (until !== null) server.serializeAttachment({ until });
  greet(server, held);
  countViewers(context.getWebSockets());
  return new Response(null, { status: 101, webSocket: client });
}
