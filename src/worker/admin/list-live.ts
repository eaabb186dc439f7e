import { ENVIRONMENT_HEADER } from "../../durable-objects/index.ts";
import { LIMITS, PlayheadError } from "../../protocol/index.ts";
import type { AdminRequest } from "./found-session.ts";
import { ownTenant } from "./settings.ts";
import { checkUpgrade, socketRequest } from "./socket-request.ts";

/** The socket of somebody who looks at the list. What it may tell, and until when, goes along; the tenant's object keeps to it. */
export async function watchList(context: AdminRequest): Promise<Response> {
  checkUpgrade(context);
  const { environment } = context.var.member;
  const request = socketRequest(context, Date.now() + LIMITS.liveSocketMs);
  request.headers.delete(ENVIRONMENT_HEADER);
  if (environment !== null) request.headers.set(ENVIRONMENT_HEADER, encodeURIComponent(environment));
  const answer = await ownTenant(context).fetch(request);
  if (answer.status === 429)
    throw new PlayheadError("too_many_requests", "Very many people look at this list at once. Try again in a minute.");
  return answer;
}
