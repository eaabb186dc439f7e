import type { Context } from "hono";
import { tenantObject } from "../../durable-objects/index.ts";
import { maskIp } from "../visitor-context.ts";
import type { AdminContext } from "./member.ts";

/** Enters in the activity log that somebody was denied something; called before the answer goes out. */
export async function noteDenied(context: Context<AdminContext>): Promise<void> {
  const { env, req, res } = context;
  // Nobody's tenant knows of those who could not say who they are.
  const member = context.get("member") as AdminContext["Variables"]["member"] | undefined;
  if (res.status !== 403 || !member) return;
  const details = { method: req.method, path: req.path };
  const { id: tenant, region } = member.tenant;
  const maskedIp = maskIp(req.header("CF-Connecting-IP") ?? null);
  await tenantObject(env, region, tenant).enterDenied(
    { tenant, region },
    { actor: member.actor, maskedIp, action: "denied", details },
  );
}

/** Sends the cookie that keeps a sign-in alive, unless the answer has a newer one. */
export function keepSignIn(context: Context<AdminContext>): void {
  if (context.res.headers.has("Set-Cookie")) return;
  for (const cookie of context.get("cookies") ?? []) context.res.headers.append("Set-Cookie", cookie);
}
