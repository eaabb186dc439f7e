/** The keys of everything in R2. Nothing is ever listed to find something: every key follows from ids that D1 or an object has. */

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const SHA256 = /^[0-9a-f]{64}$/;

/** Chunk numbers are padded, so that a listing is in order; a session has fewer chunks than it may have batches. */
const CHUNK_DIGITS = 5;

function prefix(tenant: string, session: string): string {
  // The ids come from verified tokens and rows; this is the last fence between one tenant's objects and another's.
  if (!UUID.test(tenant) || !UUID.test(session)) throw new TypeError("object keys are made of UUIDs only");
  return `t/${tenant}/s/${session}/`;
}

/** The session's key, wrapped; without it nothing of the session can be decrypted. */
export function sessionKeyKey(tenant: string, session: string): string {
  return `${prefix(tenant, session)}key`;
}

/** Chunk `n` (0, 1, …) of a session, as it is after `rev` rewrites: each has a name of its own. */
export function chunkKey(tenant: string, session: string, n: number, rev = 0): string {
  if (!Number.isInteger(n) || n < 0 || n >= 10 ** CHUNK_DIGITS) throw new RangeError(`no chunk number: ${n}`);
  if (!Number.isSafeInteger(rev) || rev < 0) throw new RangeError(`no revision of a chunk: ${rev}`);
  return `${prefix(tenant, session)}c/${String(n).padStart(CHUNK_DIGITS, "0")}${rev === 0 ? "" : `.${rev}`}`;
}

/**
 * All objects that a chunk may have when the index has it at `rev`: the one before may wait to be deleted, the one after may have
 * been put by a rewrite that was broken off.
 */
export function chunkKeysAround(tenant: string, session: string, n: number, rev: number): string[] {
  const revs = [rev - 1, rev, rev + 1].filter((at) => at >= 0);
  return revs.map((at) => chunkKey(tenant, session, n, at));
}

/** Entries are numbered up to this many digits, so that a listing of anchors is in order. */
const LOG_DIGITS = 12;

/** Where the anchors of a tenant's activity log are. */
export function logAnchorPrefix(tenant: string): string {
  if (!UUID.test(tenant)) throw new TypeError("object keys are made of UUIDs only");
  return `t/${tenant}/log/`;
}

/** The anchor of the entry `seq` of a tenant's activity log. */
export function logAnchorKey(tenant: string, seq: number): string {
  if (!Number.isSafeInteger(seq) || seq < 0 || seq >= 10 ** LOG_DIGITS) throw new RangeError(`no entry: ${seq}`);
  return `${logAnchorPrefix(tenant)}${String(seq).padStart(LOG_DIGITS, "0")}`;
}

/** Where it is noted what was deleted: beside the tenants, so that no rule about theirs touches it. */
export const ERASURE_PREFIX = "erased/";

/** Times are padded, so that a listing is in their order: as many digits as Unix milliseconds have until the year 5138. */
const TIME_DIGITS = 14;

/** The note of a part of what a job deletes. */
export function erasureKey(at: number, tenant: string, job: string, part: number): string {
  if (!UUID.test(tenant) || !UUID.test(job)) throw new TypeError("object keys are made of UUIDs only");
  return `${ERASURE_PREFIX}${String(at).padStart(TIME_DIGITS, "0")}/${tenant}/${job}.${part}`;
}

/** A file that sessions of a tenant use, by the hash of its bytes. */
export function assetObjectKey(tenant: string, sha256: string): string {
  if (!UUID.test(tenant) || !SHA256.test(sha256)) throw new TypeError("an asset's key is made of a UUID and a SHA-256");
  return `t/${tenant}/a/${sha256}`;
}

/** The key of a tenant's files, wrapped. */
export function tenantKeyKey(tenant: string): string {
  if (!UUID.test(tenant)) throw new TypeError("object keys are made of UUIDs only");
  return `t/${tenant}/key`;
}

const UUID_PART = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/** Tenant and session of a session's object. */
export const SESSION_OBJECT = new RegExp(`^t/(${UUID_PART})/s/(${UUID_PART})/`);

/** Tenant and hash of a file's object. */
export const FILE_OBJECT = new RegExp(`^t/(${UUID_PART})/a/([0-9a-f]{64})$`);

/** How far the comparison of the bucket with its index is. */
export const RECONCILIATION_KEY = "reconciliation";
