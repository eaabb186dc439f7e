import type { Region } from "../protocol/index.ts";

/** The bindings that storage needs; the Worker's and the objects' environments include them. */
export interface StorageEnv {
  /** Accounts, tenants, environments: one for all regions. */
  ACCOUNTS: D1Database;
  INDEX_US: D1Database;
  INDEX_EU: D1Database;
  BUCKET_US: R2Bucket;
  BUCKET_EU: R2Bucket;
  /** At least 32 characters; every key of the product is derived from it. Later ones are `MASTER_SECRET_2`, …: see `keyRing`. */
  MASTER_SECRET?: string;
  /** "1" on a developer's machine (`.dev.vars`), absent when deployed. */
  LOCAL?: string;
}

/** The stores of one region. */
export interface RegionStores {
  index: D1Database;
  bucket: R2Bucket;
}

/** Regions are data: this table is all that a region is to the code. */
const BINDINGS = {
  us: { index: "INDEX_US", bucket: "BUCKET_US" },
  eu: { index: "INDEX_EU", bucket: "BUCKET_EU" },
} as const satisfies Record<Region, { index: keyof StorageEnv; bucket: keyof StorageEnv }>;

/** The index and the bucket that hold everything of the tenants of `region`. */
export function storesOf(env: StorageEnv, region: Region): RegionStores {
  const { index, bucket } = BINDINGS[region];
  return { index: env[index], bucket: env[bucket] };
}
