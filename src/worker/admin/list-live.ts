import { ENVIRONMENT_HEADER, UNTIL_HEADER } from "../../durable-objects/index.ts";
import { LIMITS, PlayheadError } from "../../protocol/index.ts";
import type { AdminRequest } from "./found-session.ts";
import { ownTenant } from "./settings.ts";

/** The socket of somebody who looks at the list. What it may tell, and until when, goes along; the tenant's object keeps to it. */
export async function watchList(context: AdminRequest): Promise<Response> {
  const {
    req,
    var: { member },
  } = context;
  if (req.header("Upgrade")?.toLowerCase() !== "websocket")
    throw new PlayheadError("bad_request", "This address is a WebSocket: connect with ws:// or wss://.");
  // What comes in under these names from outside is overwritten.
  const headers = new Headers(req.raw.headers);
  headers.set(UNTIL_HEADER, String(Date.now() + LIMITS.liveSocketMs));
  headers.delete(ENVIRONMENT_HEADER);
  if (member.environment !== null) headers.set(ENVIRONMENT_HEADER, encodeURIComponent(member.environment));
  const answer = await ownTenant(context).fetch(new Request(req.raw, { headers }));
  if (answer.status === 429)
    throw new PlayheadError("too_many_requests", "Very many people look at this list at once. Try again in a minute.");
  return answer;
}
