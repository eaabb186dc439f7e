import { and, asc, desc, eq, exists, gt, isNull, ne, or, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Context } from "hono";
import { ACCOUNT_LIMITS, PlayheadError, uuidv7, type Role } from "../../protocol/index.ts";
import type { InvitationRow, MadeInvitation, MemberList, NewInvitation } from "../../protocol/members.schema.ts";
import { joinLinks, member, passkey, session, user } from "../../storage/account-tables.ts";
import { knownRole } from "./account.ts";
import { note } from "./account-log.ts";
import { newJoinSecret } from "./join-secret.ts";
import type { AdminContext } from "./member.ts";
import { checkMayHandle } from "./powers.ts";

type AdminRequest = Context<AdminContext>;

function invitationOf(row: typeof joinLinks.$inferSelect): InvitationRow {
  const { id, note: text, createdAt, expiresAt } = row;
  return { id, role: knownRole(row.role), note: text, createdAt: createdAt.getTime(), expiresAt: expiresAt.getTime() };
}

/** The members of the tenant, and the invitations that nobody has followed yet. */
export async function listMembers({ env, var: { member: own } }: AdminRequest): Promise<MemberList> {
  const db = drizzle(env.ACCOUNTS);
  const hasPasskey = exists(
    db
      .select({ one: sql`1` })
      .from(passkey)
      .where(eq(passkey.userId, user.id)),
  );
  const [members, links] = await Promise.all([
    db
      .select({
        user: user.id,
        name: user.name,
        email: user.email,
        role: member.role,
        joinedAt: member.createdAt,
        secondFactor: sql<number>`${user.twoFactorEnabled} OR ${hasPasskey}`,
      })
      .from(member)
      .innerJoin(user, eq(user.id, member.userId))
      .where(eq(member.organizationId, own.tenant.id))
      .orderBy(asc(member.createdAt)),
    db
      .select()
      .from(joinLinks)
      .where(and(eq(joinLinks.tenant, own.tenant.id), gt(joinLinks.expiresAt, new Date())))
      .orderBy(desc(joinLinks.createdAt)),
  ]);
  return {
    members: members.map((row) => ({
      ...row,
      role: knownRole(row.role),
      joinedAt: row.joinedAt.getTime(),
      secondFactor: row.secondFactor === 1,
    })),
    invitations: links.map(invitationOf),
  };
}

/** Makes a link that lets somebody in, once. @throws {PlayheadError} `forbidden`, `too_many` */
export async function invite(
  { env, req, var: { member: own } }: AdminRequest,
  { role, note: text }: NewInvitation,
): Promise<MadeInvitation> {
  checkMayHandle(own, role);
  const db = drizzle(env.ACCOUNTS);
  const now = new Date();
  const open = await db.$count(joinLinks, and(eq(joinLinks.tenant, own.tenant.id), gt(joinLinks.expiresAt, now)));
  if (open >= ACCOUNT_LIMITS.invitations)
    throw new PlayheadError("too_many", `There are ${open} open invitations; withdraw one first.`);
  const { secret, secretHash } = await newJoinSecret(env);
  const [row] = await db
    .insert(joinLinks)
    .values({
      id: uuidv7(now.getTime()),
      tenant: own.tenant.id,
      secretHash,
      role,
      note: text,
      createdBy: own.actor,
      createdAt: now,
      expiresAt: new Date(now.getTime() + ACCOUNT_LIMITS.invitationMs),
    })
    .returning();
  const details = { invitation: row!.id, role, for: text };
  await note(env, own.tenant, own.actor, req.raw, { action: "member_invited", details });
  return { invitation: invitationOf(row!), secret };
}

/** Makes a link useless. @throws {PlayheadError} `not_found` */
export async function withdraw({ env, req, var: { member: own } }: AdminRequest, id: string): Promise<void> {
  const [gone] = await drizzle(env.ACCOUNTS)
    .delete(joinLinks)
    .where(and(eq(joinLinks.tenant, own.tenant.id), eq(joinLinks.id, id)))
    .returning({ role: joinLinks.role });
  if (!gone) throw new PlayheadError("not_found", "There is no such invitation.");
  const details = { invitation: id, role: gone.role };
  await note(env, own.tenant, own.actor, req.raw, { action: "invitation_revoked", details });
}

async function readRole({ env, var: { member: own } }: AdminRequest, userId: string): Promise<string> {
  const [row] = await drizzle(env.ACCOUNTS)
    .select({ role: member.role })
    .from(member)
    .where(and(eq(member.organizationId, own.tenant.id), eq(member.userId, userId)));
  if (!row) throw new PlayheadError("not_found", "There is no such member.");
  return row.role;
}

/** The membership as it was read, unless it is the last owner's: asked in the statement itself, so that two at once leave one owner. */
function unlessLastOwner(tenant: string, userId: string, role: string) {
  const another = sql`(SELECT count(*) FROM ${member} AS m WHERE m.organization_id = ${tenant} AND m.role = 'owner') > 1`;
  return and(
    eq(member.organizationId, tenant),
    eq(member.userId, userId),
    eq(member.role, role),
    or(ne(member.role, "owner"), another),
  );
}

function lastOwner(): PlayheadError {
  return new PlayheadError(
    "last_owner",
    "A tenant needs an owner: make somebody else an owner first, or read the members again if they have just changed.",
  );
}

/** Gives a member another role. @throws {PlayheadError} `not_found`, `forbidden`, `last_owner` */
export async function changeRole(context: AdminRequest, userId: string, role: Role): Promise<void> {
  const { env, req, var: variables } = context;
  const { member: own } = variables;
  const before = await readRole(context, userId);
  checkMayHandle(own, before);
  checkMayHandle(own, role);
  if (before === role) return;
  const changed = await drizzle(env.ACCOUNTS)
    .update(member)
    .set({ role })
    .where(unlessLastOwner(own.tenant.id, userId, before))
    .returning({ id: member.id });
  if (changed.length === 0) throw lastOwner();
  const details = { user: userId, before, after: role };
  await note(env, own.tenant, own.actor, req.raw, { action: "role_changed", details });
}

/** Removes a member, and ends their sign-ins to this tenant. @throws {PlayheadError} `not_found`, `forbidden`, `last_owner` */
export async function removeMember(context: AdminRequest, userId: string): Promise<void> {
  const { env, req, var: variables } = context;
  const { member: own } = variables;
  const role = await readRole(context, userId);
  checkMayHandle(own, role);
  const db = drizzle(env.ACCOUNTS);
  const removed = await db
    .delete(member)
    .where(unlessLastOwner(own.tenant.id, userId, role))
    .returning({ id: member.id });
  if (removed.length === 0) throw lastOwner();
  // Those that have chosen no tenant may have worked in this one.
  await db
    .delete(session)
    .where(
      and(
        eq(session.userId, userId),
        or(eq(session.activeOrganizationId, own.tenant.id), isNull(session.activeOrganizationId)),
      ),
    );
  await note(env, own.tenant, own.actor, req.raw, { action: "member_removed", details: { user: userId, role } });
}
