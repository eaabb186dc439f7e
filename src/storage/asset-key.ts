import { tenantAssetKeyBytes } from "./derived-keys.ts";
import type { RegionStores } from "./env.ts";
import { ensureKeptKey, readKeptKey, rewrapKeptKey, type KeptKey } from "./kept-key.ts";
import { oldestSecret, type KeyRing } from "./key-ring.ts";
import { tenantKeyKey } from "./object-keys.ts";
import { dataKeyOf, newKey } from "./wrapped-key.ts";

/** Tenants whose key an isolate remembers; beyond it the memory starts afresh. */
const MAX_KNOWN = 1_000;

/** A tenant's key never changes once it lies there, only its wrapping. */
const known = new Map<string, CryptoKey>();

async function remember(tenant: string, raw: Uint8Array): Promise<CryptoKey> {
  const key = await dataKeyOf(raw);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(tenant, key);
  return key;
}

function noKey(): Promise<never> {
  return Promise.reject(new Error("not a tenant's key of ours"));
}

function keyOfTenant(bucket: R2Bucket, tenant: string): KeptKey {
  return { bucket, name: tenantKeyKey(tenant), earlier: noKey };
}

/** The key of files from before keys were wrapped: it lay nowhere. */
function earlierKey(ring: KeyRing, tenant: string): Promise<Uint8Array> {
  return tenantAssetKeyBytes(oldestSecret(ring).text, tenant);
}

/** Makes a tenant's key: what its files are encrypted with already, or a new one when it has no files. */
async function firstKey({ index }: RegionStores, ring: KeyRing, tenant: string): Promise<Uint8Array> {
  const file = await index.prepare("SELECT 1 FROM assets WHERE tenant = ? LIMIT 1").bind(tenant).first();
  return file ? earlierKey(ring, tenant) : newKey();
}

/** What a tenant's files open with. Its sessions share it: a file is stored once, so its key can't be a session's own. */
export async function readAssetKey(bucket: R2Bucket, ring: KeyRing, tenant: string): Promise<CryptoKey> {
  const there = known.get(tenant);
  if (there) return there;
  const raw = await readKeptKey(ring, keyOfTenant(bucket, tenant));
  return raw ? remember(tenant, raw) : dataKeyOf(await earlierKey(ring, tenant));
}

/** What a tenant's files are encrypted with. Safe to run twice and at once: the first put wins. */
export async function ensureAssetKey(stores: RegionStores, ring: KeyRing, tenant: string): Promise<CryptoKey> {
  const there = known.get(tenant);
  if (there) return there;
  return remember(
    tenant,
    await ensureKeptKey(ring, keyOfTenant(stores.bucket, tenant), () => firstKey(stores, ring, tenant)),
  );
}

/** Wraps the key of a tenant's files with the secret in force. */
export async function rewrapAssetKey(
  stores: RegionStores,
  ring: KeyRing,
  tenant: string,
): Promise<"rewrapped" | "current" | "gone"> {
  const kept = keyOfTenant(stores.bucket, tenant);
  const done = await rewrapKeptKey(ring, kept);
  if (done !== "gone") return done;
  await ensureKeptKey(ring, kept, () => firstKey(stores, ring, tenant));
  return "rewrapped";
}
