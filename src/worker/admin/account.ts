import { and, desc, eq, gt, ne } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Context } from "hono";
import { ACCOUNT_LIMITS, PlayheadError, ROLES, uuidv7, type Role } from "../../protocol/index.ts";
import type { NewTenant, OwnAccount, PasswordChange, SignIns } from "../../protocol/account.schema.ts";
import { member, organization, passkey, session, tenants, user } from "../../storage/account-tables.ts";
import { isSignUpOpen, type Env } from "../env.ts";
import { readAgent } from "../visitor-context.ts";
import { note, noteOfPerson } from "./account-log.ts";
import { refusalOf } from "./auth-calls.ts";
import type { AdminContext } from "./member.ts";
import { tenantStatements } from "./new-account.ts";
import { throttle } from "./throttle.ts";

type PersonRequest = Context<AdminContext>;

/** @throws {PlayheadError} `forbidden` */
export function checkSignUpOpen(env: Env): void {
  if (!isSignUpOpen(env))
    throw new PlayheadError("forbidden", "Signing up is closed here: ask an owner of a tenant for an invitation.");
}

/** A role of the table; one that is not known any more may do nothing, and shows as the least. */
export function knownRole(role: string): Role {
  return ROLES.find((known) => known === role) ?? "viewer";
}

/** The person who asks. */
export async function readAccount({ env, var: { person } }: PersonRequest): Promise<OwnAccount> {
  const db = drizzle(env.ACCOUNTS);
  const { id, name, email, twoFactorEnabled } = person.user;
  const [own, passkeys] = await Promise.all([
    db
      .select({ id: tenants.id, name: organization.name, region: tenants.region, role: member.role })
      .from(member)
      .innerJoin(tenants, eq(tenants.id, member.organizationId))
      .innerJoin(organization, eq(organization.id, member.organizationId))
      .where(eq(member.userId, id))
      .orderBy(member.createdAt),
    db
      .select({ id: passkey.id, name: passkey.name, createdAt: passkey.createdAt })
      .from(passkey)
      .where(eq(passkey.userId, id)),
  ]);
  const current = person.signIn.tenant ?? own[0]?.id;
  return {
    user: { id, name, email },
    tenants: own.map((one) => ({ ...one, role: knownRole(one.role), current: one.id === current })),
    twoFactor: twoFactorEnabled,
    passkeys: passkeys.map((key) => ({
      id: key.id,
      name: key.name ?? "Passkey",
      createdAt: key.createdAt?.getTime() ?? null,
    })),
    signUp: isSignUpOpen(env),
  };
}

export async function rename({ env, var: { person } }: PersonRequest, name: string): Promise<void> {
  await drizzle(env.ACCOUNTS).update(user).set({ name, updatedAt: new Date() }).where(eq(user.id, person.user.id));
}

/** Another password; every other sign-in ends, and this one goes on under another token. @throws {PlayheadError} `bad_request` */
export async function changePassword(context: PersonRequest, { current, next }: PasswordChange): Promise<Response> {
  const { env, req, var: variables } = context;
  const { user: own } = variables.person;
  const bounds = await throttle(env, req.raw, own.email);
  const { authFor } = await import("./auth.ts");
  const response = await (
    await authFor(env, req.raw)
  ).api.changePassword({
    body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
    headers: req.raw.headers,
    asResponse: true,
  });
  if (!response.ok) throw await refusalOf("/change-password", response);
  await bounds.passed();
  await noteOfPerson(env, own.id, req.raw, { action: "password_changed", details: null });
  const answer = new Response(null, { status: 204 });
  for (const cookie of response.headers.getSetCookie()) answer.headers.append("Set-Cookie", cookie);
  return answer;
}

/** Where the person is signed in, the latest first. */
export async function listSignIns({ env, var: { person } }: PersonRequest): Promise<SignIns> {
  const now = Date.now();
  const rows = await drizzle(env.ACCOUNTS)
    .select()
    .from(session)
    .where(
      and(
        eq(session.userId, person.user.id),
        gt(session.expiresAt, new Date(now)),
        gt(session.createdAt, new Date(now - ACCOUNT_LIMITS.signInMs)),
      ),
    )
    .orderBy(desc(session.updatedAt));
  return {
    signIns: rows.map((row) => {
      const { browser, os } = readAgent(row.userAgent ?? "");
      return {
        id: row.id,
        current: row.id === person.signIn.id,
        createdAt: row.createdAt.getTime(),
        lastAt: row.updatedAt.getTime(),
        maskedIp: row.ipAddress,
        browser,
        os,
      };
    }),
  };
}

/** Ends one sign-in of the person, or all but this one. @throws {PlayheadError} `not_found` */
export async function endSignIns(context: PersonRequest, id: string | null): Promise<void> {
  const { env, req, var: variables } = context;
  const { user: own, signIn } = variables.person;
  const ended = await drizzle(env.ACCOUNTS)
    .delete(session)
    .where(and(eq(session.userId, own.id), id === null ? ne(session.id, signIn.id) : eq(session.id, id)))
    .returning({ id: session.id });
  if (id !== null && ended.length === 0) throw new PlayheadError("not_found", "There is no such sign-in.");
  if (ended.length > 0)
    await noteOfPerson(env, own.id, req.raw, { action: "session_revoked", details: { count: ended.length } });
}

/** @throws {PlayheadError} `not_found` */
export async function removePasskey({ env, req, var: { person } }: PersonRequest, id: string): Promise<void> {
  const [gone] = await drizzle(env.ACCOUNTS)
    .delete(passkey)
    .where(and(eq(passkey.userId, person.user.id), eq(passkey.id, id)))
    .returning({ name: passkey.name });
  if (!gone) throw new PlayheadError("not_found", "There is no such passkey.");
  await noteOfPerson(env, person.user.id, req.raw, { action: "passkey_removed", details: { name: gone.name } });
}

/** Which tenant the person works in from now on, in this sign-in. @throws {PlayheadError} `not_found` */
export async function chooseTenant({ env, var: { person } }: PersonRequest, id: string): Promise<void> {
  const db = drizzle(env.ACCOUNTS);
  const own = await db.$count(member, and(eq(member.userId, person.user.id), eq(member.organizationId, id)));
  if (own === 0) throw new PlayheadError("not_found", "There is no such tenant.");
  await db.update(session).set({ activeOrganizationId: id }).where(eq(session.id, person.signIn.id));
}

/** Makes a tenant that the person owns, and works in it. @throws {PlayheadError} `forbidden` */
export async function makeTenant(context: PersonRequest, made: NewTenant): Promise<{ id: string }> {
  const { env, req, var: variables } = context;
  checkSignUpOpen(env);
  const { person } = variables;
  const now = new Date();
  const id = uuidv7(now.getTime());
  await drizzle(env.ACCOUNTS).batch(await tenantStatements(env, id, made, person.user.id, now));
  const details = { name: made.name, region: made.region };
  const owner = { id, region: made.region };
  await note(env, owner, `user:${person.user.id}`, req.raw, { action: "tenant_created", details });
  await chooseTenant(context, id);
  return { id };
}
