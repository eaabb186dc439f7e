import { UNTIL_HEADER } from "../../durable-objects/index.ts";
import { PlayheadError } from "../../protocol/index.ts";
import type { AdminRequest } from "./found-session.ts";

/** @throws {PlayheadError} `bad_request` when no socket is asked for */
export function checkUpgrade({ req }: AdminRequest): void {
  if (req.header("Upgrade")?.toLowerCase() !== "websocket")
    throw new PlayheadError("bad_request", "This address is a WebSocket: connect with ws:// or wss://.");
}

/** The request for a socket as an object gets it, with until when it may be open, Unix milliseconds. */
export function socketRequest({ req }: AdminRequest, until: number): Request {
  const request = new Request(req.raw, { headers: new Headers(req.raw.headers) });
  // What comes in under this name from outside is overwritten.
  request.headers.set(UNTIL_HEADER, String(until));
  return request;
}
