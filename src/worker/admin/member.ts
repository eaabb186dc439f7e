import { and, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { createMiddleware } from "hono/factory";
import { PlayheadError, permissionsOf, type Permission, type Region } from "../../protocol/index.ts";
import { member, organization, tenants } from "../../storage/account-tables.ts";
import type { Env } from "../env.ts";
import { marked, type Access } from "./access.ts";

/**
 * Who asks, and on behalf of which tenant: somebody signed in, or whoever has an API key. Everything an admin route reads is bound to
 * this tenant, and to this environment where there is one.
 */
export interface Member {
  /** `user:<id>` or `key:<id>`: who the activity log names, and whom grants are for. */
  actor: string;
  /** The person; `null` for a key. */
  user: { id: string; name: string; email: string } | null;
  tenant: { id: string; name: string; region: Region };
  /** `null` for a key. */
  role: string | null;
  permissions: readonly Permission[];
  /** The only environment whose sessions there are for this caller; `null` when there are all. */
  environment: string | null;
}

export interface AdminContext {
  Bindings: Env;
  Variables: {
    member: Member;
    /** The session that a link is for. */
    shared?: string;
  };
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
  return {
    actor: `user:${user.id}`,
    user: { id: user.id, name: user.name, email: user.email },
    tenant,
    role,
    permissions: permissionsOf(role),
    environment: null,
  };
}

/** Lets those pass who have the permission, or whoever belongs to the tenant. Every route of the admin begins with it. */
export function requires(access: Access) {
  return marked(
    access,
    createMiddleware<AdminContext>(async (context, next) => {
      const found = await findMember(context.env, context.req.raw);
      if (access !== "member" && !found.permissions.includes(access))
        throw new PlayheadError(
          "forbidden",
          `Your role (${found.role}) may not do this; it needs the permission "${access}".`,
        );
      context.set("member", found);
      await next();
    }),
  );
}
