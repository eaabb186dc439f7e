import type { Context } from "hono";
import { tenantObject, type LogOwner } from "../../durable-objects/index.ts";
import type { NewEntry } from "../../protocol/activity/entry.ts";
import type { Env } from "../env.ts";
import { maskIp } from "../visitor-context.ts";
import type { AdminContext } from "./member.ts";

/** What has happened; who and where from are added. */
export type Happening = Pick<NewEntry, "action" | "environment" | "session" | "details">;

/**
 * Enters in a tenant's activity log what somebody did, and answers the number of the entry. It is durable when this resolves: do what it
 * tells of, or answer it, only then.
 */
export async function logActivityOf(
  env: Env,
  { tenant, region }: LogOwner,
  actor: string,
  request: Request,
  happening: Happening,
): Promise<number> {
  const maskedIp = maskIp(request.headers.get("CF-Connecting-IP"));
  return tenantObject(env, region, tenant).enter({ tenant, region }, { actor, maskedIp, ...happening });
}

/** Enters that the member opens a session; what they do under the number that this answers is noted with it. */
export function beginView(
  { env, req, var: { member } }: Context<AdminContext>,
  view: { session: string; environment: string; details?: Record<string, unknown> },
): Promise<number> {
  const owner = { tenant: member.tenant.id, region: member.tenant.region };
  const maskedIp = maskIp(req.header("CF-Connecting-IP") ?? null);
  return tenantObject(env, owner.region, owner.tenant).beginView(owner, {
    actor: member.actor,
    action: "view",
    maskedIp,
    ...view,
  });
}

/** The same of the member who asks. */
export function logActivity(
  { env, req, var: { member } }: Context<AdminContext>,
  happening: Happening,
): Promise<number> {
  const { id: tenant, region } = member.tenant;
  return logActivityOf(env, { tenant, region }, member.actor, req.raw, happening);
}
