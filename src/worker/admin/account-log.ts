import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Region } from "../../protocol/index.ts";
import { member, tenants } from "../../storage/account-tables.ts";
import type { Env } from "../env.ts";
import { logActivityOf, type Happening } from "./activity.ts";

/** Enters something in a tenant's activity log; it is there when this resolves. */
export async function note(
  env: Env,
  { id, region }: { id: string; region: Region },
  actor: string,
  request: Request,
  happening: Happening,
): Promise<void> {
  await logActivityOf(env, { tenant: id, region }, actor, request, happening);
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
