import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Tables of a region's index for the files that recorded pages used. Times are Unix milliseconds. */

/** What is in the bucket, one row for each object. */
export const assets = sqliteTable(
  "assets",
  {
    tenant: text().notNull(),
    sha256: text().notNull(),
    /** Media type, out of the bytes. */
    type: text().notNull(),
    bytes: integer().notNull(),
    /** Addresses in it, when it is a style sheet. */
    refs: integer().notNull(),
    at: integer().notNull(),
    /** Since when it may be unused; `null` once it was seen in use. The sweep looks, nothing else rests on it. */
    unusedAt: integer("unused_at"),
    /** Its object is being deleted: it counts as absent, and can be stored again when the row is gone. */
    doomedAt: integer("doomed_at"),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.sha256] }),
    index("assets_unused")
      .on(table.unusedAt)
      .where(sql`unused_at IS NOT NULL`),
    index("assets_doomed")
      .on(table.doomedAt)
      .where(sql`doomed_at IS NOT NULL`),
  ],
);

/** What was found at an address, by time. The address itself may hold secrets in its query, so only its hash is here. */
export const assetUrls = sqliteTable(
  "asset_urls",
  {
    tenant: text().notNull(),
    /** SHA-256 of tenant and address, hex. */
    urlHash: text("url_hash").notNull(),
    /** From when on this was there. */
    from: integer("from_at").notNull(),
    checkedAt: integer("checked_at").notNull(),
    /** `null`: it could not be fetched. */
    sha256: text(),
    /** Of a style sheet, where its own addresses are resolved from: origin and path after redirects, without query. */
    base: text(),
    etag: text(),
    lastModified: text("last_modified"),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.urlHash, table.from] }),
    index("asset_urls_file").on(table.tenant, table.sha256),
    index("asset_urls_failed")
      .on(table.checkedAt)
      .where(sql`sha256 IS NULL`),
  ],
);

/** Which files a session uses, under which key of an address. */
export const sessionAssets = sqliteTable(
  "session_assets",
  {
    tenant: text().notNull(),
    session: text().notNull(),
    key: text().notNull(),
    /** `null` while it has not been fetched; a file that is not in `assets` is wanted, and not there yet. */
    sha256: text(),
    /** Origin and path of the address, without query: what is inside of a style sheet is resolved from there. */
    base: text(),
    /** Bytes that this session uploaded for it. */
    uploaded: integer().notNull(),
    at: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.session, table.key] }),
    index("session_assets_file").on(table.tenant, table.sha256),
    index("session_assets_at").on(table.at),
  ],
);
