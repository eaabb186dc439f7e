import { tenantObject } from "../durable-objects/index.ts";
import { LIMITS, type Region } from "../protocol/index.ts";
import type { RewrapRequest, RewrapResult, RotationState } from "../protocol/rotation.schema.ts";
import {
  currentSecret,
  factorsAfter,
  keyRing,
  keysUnusedSince,
  replaceFactor,
  rewrapAssetKey,
  rewrapDataKey,
  sessionsAfter,
  storesOf,
  tenantsAfter,
  type StoredFactor,
} from "../storage/index.ts";
import type { Env } from "./env.ts";

/** The master secrets of this deployment, and what the drop of an old one would end. */
export async function rotationState(env: Env, now: number): Promise<RotationState> {
  const ring = keyRing(env);
  const current = currentSecret(ring, now);
  const secrets = ring.map(({ number, from }) => ({ number, from, inForce: number === current.number }));
  return { secrets, unusedKeys: await keysUnusedSince(env.ACCOUNTS, current.from, now) };
}

/** Answers whether it has changed something. */
type Step<T> = (item: T) => Promise<boolean>;

/** Does a step with each of some things, a few at once; one that fails keeps none from it. */
async function eachOf<T>(items: readonly T[], nameOf: (item: T) => string, step: Step<T>) {
  let rewrapped = 0;
  const failed: string[] = [];
  const queue = [...items];
  const work = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        if (await step(item)) rewrapped++;
      } catch (error) {
        console.error(`rewrap of ${nameOf(item)}:`, error instanceof Error ? error.message : String(error));
        failed.push(nameOf(item));
      }
    }
  };
  await Promise.all(Array.from({ length: LIMITS.rewrapAtOnce }, work));
  return { seen: items.length, rewrapped, failed };
}

function nextAfter<T>(items: readonly T[]): T | null {
  return items.length < LIMITS.rewrapRows ? null : items.at(-1)!;
}

async function rewrapTenant(env: Env, region: Region, tenant: string): Promise<boolean> {
  await tenantObject(env, region, tenant).noteLogKeys();
  return (await rewrapAssetKey(storesOf(env, region), keyRing(env), tenant)) === "rewrapped";
}

/** What encrypts and decrypts second factors, as the library that reads them does. */
async function factorCipher(env: Env) {
  const [{ authFor }, { parseEnvelope, symmetricDecrypt, symmetricEncrypt }] = await Promise.all([
    import("./admin/auth.ts"),
    import("better-auth/crypto"),
  ]);
  const auth = await authFor(env, new Request(env.PUBLIC_URL ?? "http://localhost/"));
  const { secretConfig: key } = await auth.$context;
  const { number } = currentSecret(keyRing(env));
  return {
    isCurrent: (data: string) => parseEnvelope(data)?.version === number,
    again: async (data: string) => symmetricEncrypt({ key, data: await symmetricDecrypt({ key, data }) }),
  };
}

async function rewrapFactors(env: Env, factors: readonly StoredFactor[]) {
  const { isCurrent, again } = await factorCipher(env);
  return eachOf(
    factors,
    ({ id }) => `second factor ${id}`,
    async (factor) => {
      if (isCurrent(factor.secret) && isCurrent(factor.backupCodes)) return false;
      const [secret, backupCodes] = await Promise.all([again(factor.secret), again(factor.backupCodes)]);
      // Somebody has used a code meanwhile: then it is encrypted anew already, or found by the next run.
      return replaceFactor(env.ACCOUNTS, factor, { id: factor.id, secret, backupCodes });
    },
  );
}

/**
 * Wraps keys with the master secret in force, so that the one before can be dropped: of sessions, of tenants' files, of second factors.
 * Some of them in each call. Safe to repeat, to run twice at once, or to be broken off: what is wrapped is passed over.
 */
export async function rewrap(env: Env, request: RewrapRequest): Promise<RewrapResult> {
  const ring = keyRing(env);
  if (request.part === "sessions") {
    const { index, bucket } = storesOf(env, request.region);
    const places = await sessionsAfter(index, request.after, LIMITS.rewrapRows);
    const done = await eachOf(
      places,
      ({ tenant, session }) => `session ${tenant}/${session}`,
      async ({ tenant, session }) => (await rewrapDataKey(bucket, ring, tenant, session)) === "rewrapped",
    );
    return { ...done, next: nextAfter(places) };
  }
  if (request.part === "tenants") {
    const tenants = await tenantsAfter(env.ACCOUNTS, request.region, request.after, LIMITS.rewrapRows);
    const step = (tenant: string) => rewrapTenant(env, request.region, tenant);
    return { ...(await eachOf(tenants, (tenant) => `tenant ${tenant}`, step)), next: nextAfter(tenants) };
  }
  const factors = await factorsAfter(env.ACCOUNTS, request.after, LIMITS.rewrapRows);
  return { ...(await rewrapFactors(env, factors)), next: nextAfter(factors)?.id ?? null };
}
