import { ASSETS, toHex } from "../../protocol/index.ts";
import type { AssetKind } from "../../protocol/asset.schema.ts";
import {
  addVersion,
  addressHash,
  findAsset,
  latestVersions,
  mapAssets,
  putAsset,
  type AssetVersion,
  type KnownAsset,
  type RegionStores,
  type SessionPlace,
  type KeyRing,
} from "../../storage/index.ts";
import type { AddressRules } from "./address-rules.ts";
import { fetchFile, type Fetched } from "./fetch-file.ts";
import { redactFile } from "./redaction.ts";
import { countRefs, withoutQuery } from "./style-sheet.ts";

/** Where a fetched file goes. */
export interface Keeper {
  stores: RegionStores;
  ring: KeyRing;
  place: SessionPlace;
  rules: AddressRules;
}

/** What became of an address. */
export type Kept =
  /** The session has it. A sheet with `refs` is to be followed from `base`. */
  | { result: "kept"; sha256: string; refs: number; base: string | null; bytes?: Uint8Array }
  | { result: "failed"; why: string }
  | { result: "later"; why: string };

/** An address to fetch for a session. */
export interface WantedAddress {
  key: string;
  url: string;
  kind: AssetKind;
}

const BUSY: Kept = { result: "later", why: "being deleted" };

/** Whether what was last found at an address still counts. */
export function isFresh(version: AssetVersion, now: number): boolean {
  return now - version.checkedAt < (version.sha256 === null ? ASSETS.failedFreshMs : ASSETS.freshMs);
}

async function sha256Hex(bytes: Uint8Array): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** Maps a version that is stored; `null` when its file has gone meanwhile. */
async function mapKnown(
  { stores, place }: Keeper,
  key: string,
  { sha256, base }: { sha256: string; base: string | null },
  now: number,
): Promise<Kept | null> {
  const known = await mapAssets(stores.index, place, [{ key, sha256, base }], now);
  const file = known.get(sha256);
  return file ? { result: "kept", sha256, refs: file.refs, base } : null;
}

async function keepFile(
  { stores, ring, place }: Keeper,
  key: string,
  urlHash: string,
  file: Extract<Fetched, { result: "file" }>,
  before: AssetVersion | undefined,
  now: number,
): Promise<Kept> {
  const { tenant } = place;
  const { type, url, etag, lastModified } = file;
  const sha256 = await sha256Hex(file.bytes);
  const { bytes, found } = redactFile(file.bytes, type);
  if (found.length > 0) console.warn(`file ${sha256}: ${found.join(", ")} taken out`);
  const [base, refs] = [withoutQuery(url), countRefs(bytes, type)];
  await mapAssets(stores.index, place, [{ key, sha256, base }], now);
  const put = await putAsset(stores, ring, { tenant, sha256 }, { type, bytes, refs }, now);
  if (put === "busy") return BUSY;
  // The same bytes are the same version, seen again; other bytes are a new one from now on.
  const from = before?.sha256 === sha256 ? before.from : now;
  await addVersion(stores.index, tenant, urlHash, { from, checkedAt: now, sha256, base, etag, lastModified });
  return { result: "kept", sha256, refs, base, bytes };
}

async function remember({ stores, place }: Keeper, urlHash: string, now: number): Promise<void> {
  const nothing = { sha256: null, base: null, etag: null, lastModified: null };
  await addVersion(stores.index, place.tenant, urlHash, { from: now, checkedAt: now, ...nothing });
}

/** Writes down that an address could not be fetched, so that it is left alone for a while and recorders upload it instead. */
export async function giveUp(keeper: Keeper, url: string, now: number): Promise<void> {
  await remember(keeper, await addressHash(keeper.place.tenant, url), now);
}

/**
 * Brings what is at an address into the store and maps it to the session. Not fetched when it was less than a day ago; later the
 * server is asked whether it has changed.
 */
export async function keepAddress(keeper: Keeper, { key, url, kind }: WantedAddress, now: number): Promise<Kept> {
  const { stores, place, rules } = keeper;
  const { index } = stores;
  const { tenant } = place;
  const urlHash = await addressHash(tenant, url);
  const before = (await latestVersions(index, tenant, [urlHash])).get(urlHash);
  if (before && isFresh(before, now)) {
    if (before.sha256 === null) return { result: "failed", why: "failed" };
    const kept = await mapKnown(keeper, key, { sha256: before.sha256, base: before.base }, now);
    if (kept) return kept;
  }
  // What is not stored any more cannot be unchanged.
  const stored: KnownAsset | null = before?.sha256 ? await findAsset(index, tenant, before.sha256) : null;
  const validators = stored && before ? before : { etag: null, lastModified: null };
  const fetched = await fetchFile(url, kind, rules, validators);
  if (fetched.result === "later") return fetched;
  if (fetched.result === "file") return keepFile(keeper, key, urlHash, fetched, before, now);
  if (fetched.result === "failed" || !stored || !before) {
    await remember(keeper, urlHash, now);
    return { result: "failed", why: fetched.result === "failed" ? fetched.why : "status" };
  }
  await addVersion(index, tenant, urlHash, { ...before, checkedAt: now });
  return (await mapKnown(keeper, key, { sha256: stored.sha256, base: before.base }, now)) ?? BUSY;
}
