import { and, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { PlayheadError, permissionsOf, type Permission, type Region } from "../../protocol/index.ts";
import { member, organization, tenants } from "../../storage/account-tables.ts";
import type { Env } from "../env.ts";
import { marked, type Access } from "./access.ts";
import { bearerOf, checkApiKey, scopesOf } from "./api-key.ts";
import { signedIn, type Person } from "./signed-in.ts";

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
    /** Of routes that ask for a person. */
    person: Person;
    /** `Set-Cookie` lines that keep a sign-in alive. */
    cookies?: string[];
  };
}

const OF_TENANT = { id: tenants.id, name: organization.name, region: tenants.region };

async function memberOfKey(env: Env, text: string): Promise<Member> {
  const key = await checkApiKey(env, text);
  const [tenant] = await drizzle(env.ACCOUNTS)
    .select(OF_TENANT)
    .from(tenants)
    .innerJoin(organization, eq(organization.id, tenants.id))
    .where(eq(tenants.id, key.tenant));
  if (!tenant) throw new PlayheadError("invalid_token", "The tenant of this API key is gone.");
  const { environment } = key;
  return { actor: `key:${key.id}`, user: null, tenant, role: null, permissions: scopesOf(key), environment };
}

async function memberOfPerson(env: Env, { user, signIn }: Person): Promise<Member> {
  const chosen = signIn.tenant;
  const [row] = await drizzle(env.ACCOUNTS)
    .select({ ...OF_TENANT, role: member.role })
    .from(member)
    .innerJoin(tenants, eq(tenants.id, member.organizationId))
    .innerJoin(organization, eq(organization.id, member.organizationId))
    .where(and(eq(member.userId, user.id), chosen === null ? undefined : eq(member.organizationId, chosen)))
    .orderBy(member.createdAt)
    .limit(1);
  if (!row) throw new PlayheadError("forbidden", "You belong to no tenant; ask an owner for an invitation.");
  const { role, ...tenant } = row;
  const { id, name, email } = user;
  const permissions = permissionsOf(role);
  return { actor: `user:${id}`, user: { id, name, email }, tenant, role, permissions, environment: null };
}

async function findMember(context: Context<AdminContext>): Promise<Member> {
  const { env, req } = context;
  const key = bearerOf(req.raw);
  // A key wins over a cookie, so that a call never has more rights than its key.
  return key === null ? memberOfPerson(env, await signedIn(context)) : memberOfKey(env, key);
}

/** Lets those pass who have the permission, or whoever belongs to the tenant. Every route of the admin begins with it. */
export function requires(access: Exclude<Access, "person">) {
  return marked(
    access,
    createMiddleware<AdminContext>(async (context, next) => {
      const found = await findMember(context);
      context.set("member", found);
      if (access !== "member" && !found.permissions.includes(access)) {
        const who = found.role === null ? "This API key" : `Your role (${found.role})`;
        throw new PlayheadError("forbidden", `${who} may not do this; it needs the permission "${access}".`);
      }
      await next();
    }),
  );
}
