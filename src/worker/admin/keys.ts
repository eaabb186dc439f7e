import { inArray } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Context } from "hono";
import { ACCOUNT_LIMITS, DAY_MS, PlayheadError, uuidv7, type Permission } from "../../protocol/index.ts";
import type { KeyList, KeyRow, MadeKey, NewKey } from "../../protocol/members.schema.ts";
import { user } from "../../storage/account-tables.ts";
import { addKey, countKeys, listKeys, revokeKey, type StoredKey } from "../../storage/index.ts";
import { badRequest } from "../http-errors.ts";
import { note } from "./account-log.ts";
import { newApiKey, scopesOf } from "./api-key.ts";
import type { AdminContext } from "./member.ts";
import { checkMayScope } from "./powers.ts";
import { readSettings } from "./settings.ts";

type AdminRequest = Context<AdminContext>;

/** What a key of one environment may do: the rest is about the whole tenant. */
const ENVIRONMENT_SCOPES: ReadonlySet<Permission> = new Set(["view", "export", "delete", "share", "annotate"]);

function keyOf(key: StoredKey, createdBy: string | null): KeyRow {
  const { id, name, environment, createdAt, expiresAt, lastUsedAt, revokedAt } = key;
  return {
    id,
    name,
    scopes: [...scopesOf(key)],
    environment,
    createdBy,
    createdAt: createdAt.getTime(),
    expiresAt: expiresAt.getTime(),
    lastUsedAt: lastUsedAt?.getTime() ?? null,
    revokedAt: revokedAt?.getTime() ?? null,
  };
}

/** Who made keys, by what the keys call them: people, and other keys of the tenant. */
async function makersOf({ env }: AdminRequest, keys: readonly StoredKey[]): Promise<Map<string, string>> {
  const ids = [...new Set(keys.map(({ createdBy }) => createdBy.replace(/^user:/, "")))];
  const people = await drizzle(env.ACCOUNTS)
    .select({ id: user.id, name: user.name })
    .from(user)
    .where(inArray(user.id, ids));
  return new Map([
    ...people.map(({ id, name }) => [`user:${id}`, name] as const),
    ...keys.map(({ id, name }) => [`key:${id}`, name] as const),
  ]);
}

/** All keys of the tenant, without their secrets. */
export async function readKeys(context: AdminRequest): Promise<KeyList> {
  const keys = await listKeys(context.env.ACCOUNTS, context.var.member.tenant.id);
  const makers = await makersOf(context, keys);
  return { keys: keys.map((key) => keyOf(key, makers.get(key.createdBy) ?? null)) };
}

async function checkEnvironment(context: AdminRequest, environment: string, scopes: readonly Permission[]) {
  const wide = scopes.find((scope) => !ENVIRONMENT_SCOPES.has(scope));
  if (wide)
    throw badRequest([{ path: ["scopes"], message: `"${wide}" is about the whole tenant, not about one environment` }]);
  const { policy } = await readSettings(context);
  if (!policy.environments.some(({ id }) => id === environment))
    throw badRequest([{ path: ["environment"], message: `there is no "${environment}"` }]);
}

/** Makes a key. @throws {PlayheadError} `forbidden`, `bad_request`, `too_many` */
export async function makeKey(context: AdminRequest, { name, scopes, environment, days }: NewKey): Promise<MadeKey> {
  const { env, req, var: variables } = context;
  const { member: own } = variables;
  checkMayScope(own, scopes);
  if (environment !== null) await checkEnvironment(context, environment, scopes);
  const now = new Date();
  if ((await countKeys(env.ACCOUNTS, own.tenant.id, now)) >= ACCOUNT_LIMITS.keys)
    throw new PlayheadError("too_many", `A tenant can have ${ACCOUNT_LIMITS.keys} keys; revoke one first.`);
  const id = uuidv7(now.getTime());
  const { text, secretHash } = await newApiKey(env, id);
  const expiresAt = new Date(now.getTime() + days * DAY_MS);
  const stored = await addKey(env.ACCOUNTS, {
    id,
    tenant: own.tenant.id,
    name,
    secretHash,
    scopes: [...new Set(scopes)],
    environment,
    createdBy: own.actor,
    createdAt: now,
    expiresAt,
  });
  const details = { key: id, name, scopes, environment, expiresAt: expiresAt.getTime() };
  await note(env, own.tenant, own.actor, req.raw, { action: "key_created", details });
  return { key: keyOf(stored, own.user?.name ?? null), secret: text };
}

/** Revokes a key at once. @throws {PlayheadError} `not_found` */
export async function endKey(context: AdminRequest, id: string): Promise<KeyList> {
  const { env, req, var: variables } = context;
  const { member: own } = variables;
  const key = await revokeKey(env.ACCOUNTS, own.tenant.id, id, new Date());
  if (!key) throw new PlayheadError("not_found", "There is no such key.");
  await note(env, own.tenant, own.actor, req.raw, { action: "key_revoked", details: { key: id, name: key.name } });
  return readKeys(context);
}
