import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { uuidv7, type Region } from "../../protocol/index.ts";
import { member, tenants } from "../../storage/account-tables.ts";
import { recordActivity, storesOf, type ActivityEntry } from "../../storage/index.ts";
import type { Env } from "../env.ts";
import { maskIp } from "../visitor-context.ts";

/** What has happened around accounts. */
export type Happening = Pick<ActivityEntry, "action" | "details">;

interface Owner {
  id: string;
  region: Region;
}

/** Enters something in a tenant's activity log; it is there when this resolves. */
export async function note(
  env: Env,
  tenant: Owner,
  actor: string,
  request: Request,
  happening: Happening,
): Promise<void> {
  const now = Date.now();
  await recordActivity(storesOf(env, tenant.region).index, {
    tenant: tenant.id,
    id: uuidv7(now),
    at: now,
    actor,
    session: null,
    maskedIp: maskIp(request.headers.get("CF-Connecting-IP")),
    ...happening,
  });
}

/** The same in the log of every tenant that a person is in: each of them wants to know how its members sign in. */
export async function noteOfPerson(env: Env, user: string, request: Request, happening: Happening): Promise<void> {
  const owners = await drizzle(env.ACCOUNTS)
    .select({ id: tenants.id, region: tenants.region })
    .from(member)
    .innerJoin(tenants, eq(tenants.id, member.organizationId))
    .where(eq(member.userId, user));
  await Promise.all(owners.map((owner) => note(env, owner, `user:${user}`, request, happening)));
}
