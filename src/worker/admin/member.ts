import { and, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { createMiddleware } from "hono/factory";
import { PlayheadError, type Region } from "../../protocol/index.ts";
import { member, organization, tenants } from "../../storage/account-tables.ts";
import type { Env } from "../env.ts";
import { permissionsOf, type Permission } from "./permissions.ts";

/** Who asks, and on behalf of which tenant. Everything an admin route reads is bound to this tenant. */
export interface Member {
  user: { id: string; name: string; email: string };
  tenant: { id: string; name: string; region: Region };
  role: string;
  permissions: readonly Permission[];
}

export interface AdminContext {
  Bindings: Env;
  Variables: { member: Member };
}

async function findMember(env: Env, request: Request): Promise<Member> {
  // Loaded here and not above, so that taking a batch never pays for it.
  const { authFor } = await import("./auth.ts");
  const auth = await authFor(env, request);
  const signedIn = await auth.api.getSession({ headers: request.headers });
  if (!signedIn) throw new PlayheadError("signed_out", "Sign in first.");
  const { user, session } = signedIn;
  const chosen = (session as { activeOrganizationId?: string | null }).activeOrganizationId;
  const [row] = await drizzle(env.ACCOUNTS)
    .select({ id: tenants.id, name: organization.name, region: tenants.region, role: member.role })
    .from(member)
    .innerJoin(tenants, eq(tenants.id, member.organizationId))
    .innerJoin(organization, eq(organization.id, member.organizationId))
    .where(and(eq(member.userId, user.id), chosen ? eq(member.organizationId, chosen) : undefined))
    .orderBy(member.createdAt)
    .limit(1);
  if (!row) throw new PlayheadError("forbidden", "You belong to no tenant; ask an owner for an invitation.");
  const { role, ...tenant } = row;
  return { user: { id: user.id, name: user.name, email: user.email }, tenant, role, permissions: permissionsOf(role) };
}

/** Lets members pass who have the permission. */
export function requires(permission: Permission) {
  return createMiddleware<AdminContext>(async (context, next) => {
    const found = await findMember(context.env, context.req.raw);
    if (!found.permissions.includes(permission))
      throw new PlayheadError(
        "forbidden",
        `Your role (${found.role}) may not do this; it needs the permission "${permission}".`,
      );
    context.set("member", found);
    await next();
  });
}
