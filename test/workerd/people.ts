import { createExecutionContext, env } from "cloudflare:test";
import { drizzle } from "drizzle-orm/d1";
import { tenantObject } from "../../src/durable-objects/index.ts";
import { newPolicy, uuidv7, type Permission, type Role } from "../../src/protocol/index.ts";
import type { MadeInvitation, MadeKey } from "../../src/protocol/members.schema.ts";
import { account, member, organization, tenants, user } from "../../src/storage/account-tables.ts";
import { hashPassword } from "../../src/worker/admin/password.ts";
import { app } from "../../src/worker/app.ts";
import type { Env } from "../../src/worker/env.ts";
import { BASE, signIn } from "./accounts.ts";

export const PASSWORD = "a-long-password-1234";

/** Somebody with an account, in no tenant. */
export async function makePerson(name: string): Promise<{ id: string; email: string }> {
  const id = uuidv7();
  const email = `${name}-${id.slice(-6)}@example.test`.toLowerCase();
  const now = new Date();
  const dates = { createdAt: now, updatedAt: now };
  const db = drizzle(env.ACCOUNTS);
  const password = await hashPassword(PASSWORD);
  await db.batch([
    db.insert(user).values({ id, name, email, emailVerified: true, ...dates }),
    db.insert(account).values({ id, accountId: id, providerId: "credential", userId: id, password, ...dates }),
  ]);
  return { id, email };
}

export async function addMember(tenant: string, person: string, role: Role): Promise<void> {
  await drizzle(env.ACCOUNTS)
    .insert(member)
    .values({ id: uuidv7(), organizationId: tenant, userId: person, role, createdAt: new Date() });
}

/** A tenant of its own with an owner who is signed in. */
export async function makeOwnedTenant(name: string) {
  const id = uuidv7();
  const now = new Date();
  const db = drizzle(env.ACCOUNTS);
  await db.batch([
    db.insert(organization).values({ id, name, slug: id, createdAt: now }),
    db.insert(tenants).values({ id, region: "us", createdAt: now }),
  ]);
  await tenantObject(env, "us", id).configure(newPolicy(id, "us", now.getTime()));
  const owner = await makePerson(`owner of ${name}`.replaceAll(" ", "-"));
  await addMember(id, owner.id, "owner");
  return { id, owner, cookie: await signIn(owner.email, PASSWORD) };
}

/** Somebody in a tenant, signed in. */
export async function makeMember(tenant: string, role: Role) {
  const person = await makePerson(role);
  await addMember(tenant, person.id, role);
  return { ...person, cookie: await signIn(person.email, PASSWORD) };
}

/** Headers of a caller: cookies of somebody signed in, or an API key. */
export type Caller = { Cookie: string } | { Authorization: string } | Record<string, never>;

/**
 * A call of the admin's API; `over` changes the deployment's configuration. The app is asked itself: what the pool puts before it takes
 * longer with each call.
 */
export async function call(
  caller: Caller,
  method: string,
  path: string,
  body?: unknown,
  { over, headers }: { over?: Partial<Env>; headers?: Record<string, string> } = {},
): Promise<Response> {
  const init = {
    method,
    headers: { Origin: BASE, "Content-Type": "application/json", ...caller, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
  const bindings = over ? { ...env, ...over } : env;
  return app.request((over?.PUBLIC_URL ?? BASE) + path, init, bindings, createExecutionContext());
}

/** The cookies of an answer, as they are sent back. */
export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .filter((line) => !/max-age=0/i.test(line))
    .map((line) => line.split(";")[0])
    .join("; ");
}

export async function makeKey(
  caller: Caller,
  scopes: Permission[],
  environment: string | null = null,
): Promise<{ id: string; caller: { Authorization: string } }> {
  const response = await call(caller, "POST", "/api/keys", { name: scopes.join(" "), scopes, environment, days: 30 });
  if (response.status !== 201) throw new Error(`no key: ${response.status} ${await response.text()}`);
  const { key, secret } = (await response.json()) as MadeKey;
  return { id: key.id, caller: { Authorization: `Bearer ${secret}` } };
}

export async function makeInvitation(caller: Caller, role: Role): Promise<MadeInvitation> {
  const response = await call(caller, "POST", "/api/invitations", { role, note: "Ada" });
  if (response.status !== 201) throw new Error(`no invitation: ${response.status} ${await response.text()}`);
  return response.json();
}
