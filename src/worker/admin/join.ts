import { and, eq, gt, inArray } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Context } from "hono";
import { PlayheadError, uuidv7 } from "../../protocol/index.ts";
import type { JoinOffer, JoinRequest, SignUp } from "../../protocol/account.schema.ts";
import { joinLinks, organization, session, tenants } from "../../storage/account-tables.ts";
import { checkSignUpOpen, knownRole } from "./account.ts";
import { note } from "./account-log.ts";
import { joinHashes } from "./join-secret.ts";
import type { AdminContext } from "./member.ts";
import { accountStatements, checkUnknown, joinStatements, signInAfter, tenantStatements } from "./new-account.ts";
import { signedIn, type Person } from "./signed-in.ts";
import { throttle } from "./throttle.ts";

type AnyRequest = Context<AdminContext>;

/** The same for a link that never was, was used, was withdrawn or has ended. */
function noOffer(): PlayheadError {
  return new PlayheadError("not_found", "This invitation was used, withdrawn, or has ended; ask for another one.");
}

async function findOffer({ env }: AnyRequest, secretHashes: string[]) {
  const [row] = await drizzle(env.ACCOUNTS)
    .select({
      id: joinLinks.id,
      secretHash: joinLinks.secretHash,
      tenant: { id: tenants.id, region: tenants.region },
      name: organization.name,
      role: joinLinks.role,
      expiresAt: joinLinks.expiresAt,
    })
    .from(joinLinks)
    .innerJoin(tenants, eq(tenants.id, joinLinks.tenant))
    .innerJoin(organization, eq(organization.id, joinLinks.tenant))
    .where(and(inArray(joinLinks.secretHash, secretHashes), gt(joinLinks.expiresAt, new Date())));
  if (!row) throw noOffer();
  return row;
}

/** Who is signed in, if anybody is. */
async function personOf(context: AnyRequest): Promise<Person | null> {
  try {
    return await signedIn(context);
  } catch (error) {
    if (error instanceof PlayheadError && error.code === "signed_out") return null;
    throw error;
  }
}

/** What a link offers. @throws {PlayheadError} `not_found`, `too_many_requests` */
export async function readOffer(context: AnyRequest, secret: string): Promise<JoinOffer> {
  const { env, req } = context;
  const bounds = await throttle(env, req.raw, null);
  const { name, role, expiresAt } = await findOffer(context, await joinHashes(env, secret));
  await bounds.passed();
  const person = await personOf(context);
  return {
    tenant: name,
    role: knownRole(role),
    expiresAt: expiresAt.getTime(),
    email: person?.user.email ?? null,
  };
}

/** What a failed statement of joining means. */
function joinFault(error: unknown): unknown {
  const text = `${String(error)} ${String((error as { cause?: unknown }).cause)}`;
  if (text.includes("NOT NULL constraint failed")) return noOffer();
  if (text.includes("user.email")) return new PlayheadError("account_exists", "There is an account with this address.");
  if (text.includes("UNIQUE constraint failed: member"))
    return new PlayheadError("already_member", "You are a member of this tenant already.");
  return error;
}

/** Makes a member of whoever is signed in, or of a new account. @throws {PlayheadError} `not_found`, `signed_out`, `account_exists`, `already_member` */
export async function join(context: AnyRequest, { secret, account }: JoinRequest): Promise<Response> {
  const { env, req } = context;
  const bounds = await throttle(env, req.raw, null);
  const offer = await findOffer(context, await joinHashes(env, secret));
  const now = new Date();
  const db = drizzle(env.ACCOUNTS);
  const person = account ? null : await signedIn(context);
  const id = person?.user.id ?? uuidv7(now.getTime());
  if (account) await checkUnknown(env, account.email);
  const joining = joinStatements(env, offer.secretHash, id, now);
  try {
    if (account) await db.batch([...(await accountStatements(env, id, account, now)), ...joining]);
    else await db.batch(joining);
  } catch (error) {
    throw joinFault(error);
  }
  await bounds.passed();
  const details = { invitation: offer.id, role: offer.role };
  await note(env, offer.tenant, `user:${id}`, req.raw, { action: "member_joined", details });
  if (account) return signInAfter(env, req.raw, account);
  await db.update(session).set({ activeOrganizationId: offer.tenant.id }).where(eq(session.id, person!.signIn.id));
  return new Response(null, { status: 204 });
}

/** Makes an account and its tenant, where signing up is open. @throws {PlayheadError} `forbidden`, `account_exists` */
export async function signUp(context: AnyRequest, { tenant, ...account }: SignUp): Promise<Response> {
  const { env, req } = context;
  checkSignUpOpen(env);
  // Not taken back when it works: whoever makes accounts by the dozen has to wait.
  await throttle(env, req.raw, null);
  await checkUnknown(env, account.email);
  const now = new Date();
  const [owner, id] = [uuidv7(now.getTime()), uuidv7(now.getTime())];
  const made = await accountStatements(env, owner, account, now);
  try {
    await drizzle(env.ACCOUNTS).batch([...made, ...(await tenantStatements(env, id, tenant, owner, now))]);
  } catch (error) {
    throw joinFault(error);
  }
  const happening = { action: "tenant_created", details: { name: tenant.name, region: tenant.region } } as const;
  await note(env, { id, region: tenant.region }, `user:${owner}`, req.raw, happening);
  return signInAfter(env, req.raw, account);
}
