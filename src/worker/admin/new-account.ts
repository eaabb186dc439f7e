import { eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { tenantObject } from "../../durable-objects/index.ts";
import { PlayheadError, newPolicy, uuidv7 } from "../../protocol/index.ts";
import type { NewAccount, NewTenant } from "../../protocol/account.schema.ts";
import { account, joinLinks, member, organization, tenants, user } from "../../storage/account-tables.ts";
import type { Env } from "../env.ts";

/** @throws {PlayheadError} `account_exists` */
export async function checkUnknown({ ACCOUNTS }: Env, email: string): Promise<void> {
  const known = await drizzle(ACCOUNTS).$count(user, eq(user.email, email.toLowerCase()));
  if (known > 0)
    throw new PlayheadError("account_exists", "There is an account with this e-mail address: sign in with it first.");
}

/** The statements that make an account with a password; they are run together with what the account is made for. */
export async function accountStatements({ ACCOUNTS }: Env, id: string, made: NewAccount, now: Date) {
  const { hashPassword } = await import("./password.ts");
  const dates = { createdAt: now, updatedAt: now };
  const db = drizzle(ACCOUNTS);
  return [
    db.insert(user).values({ id, name: made.name, email: made.email.toLowerCase(), emailVerified: false, ...dates }),
    db.insert(account).values({
      id: uuidv7(),
      accountId: id,
      providerId: "credential",
      userId: id,
      password: await hashPassword(made.password),
      ...dates,
    }),
  ] as const;
}

/**
 * The statements that make a tenant with its owner. Its settings are there before: production and test, and nobody is recorded. A tenant
 * whose statements fail leaves settings that nothing points to.
 */
export async function tenantStatements(env: Env, id: string, made: NewTenant, owner: string, now: Date) {
  await tenantObject(env, made.region, id).configure(newPolicy(id, made.region, now.getTime()));
  const db = drizzle(env.ACCOUNTS);
  return [
    db.insert(organization).values({ id, name: made.name, slug: id, createdAt: now }),
    db.insert(tenants).values({ id, region: made.region, createdAt: now }),
    db.insert(member).values({ id: uuidv7(), organizationId: id, userId: owner, role: "owner", createdAt: now }),
  ] as const;
}

/** The statements that turn a link into a membership. Of a link that was used meanwhile, or has ended, the first one fails. */
export function joinStatements({ ACCOUNTS }: Env, secretHash: string, userId: string, now: Date) {
  const db = drizzle(ACCOUNTS);
  const link = (column: "tenant" | "role") =>
    sql`(SELECT ${sql.identifier(column)} FROM ${joinLinks} WHERE secret_hash = ${secretHash} AND expires_at > ${now.getTime()})`;
  return [
    db
      .insert(member)
      .values({ id: uuidv7(), organizationId: link("tenant"), userId, role: link("role"), createdAt: now }),
    db.delete(joinLinks).where(eq(joinLinks.secretHash, secretHash)),
  ] as const;
}

/** Signs in with a password, and answers with the cookies. @throws Error when that does not work for an account just made */
export async function signInAfter(env: Env, request: Request, { email, password }: NewAccount): Promise<Response> {
  const { authFor } = await import("./auth.ts");
  const auth = await authFor(env, request);
  const headers = new Headers(request.headers);
  headers.delete("Cookie");
  const response = await auth.api.signInEmail({ body: { email, password }, headers, asResponse: true });
  if (!response.ok) throw new Error(`signing in after signing up answered ${response.status}`);
  const answer = new Response(null, { status: 204 });
  for (const cookie of response.headers.getSetCookie()) answer.headers.append("Set-Cookie", cookie);
  return answer;
}
