import { z } from "zod";
import { ASSETS, LIMITS } from "./limits.ts";

/** Shapes of `/v1/sessions/:id/assets`: what a recorded page used. Sent as `text/plain`, so that no preflight is needed. */

export const ASSET_KINDS = ["style", "image", "font", "media"] as const;
export type AssetKind = (typeof ASSET_KINDS)[number];

export const assetKeyText = z.string().regex(/^[0-9a-f]{16}$/, "must be the 16 hex digits of `assetKey(url)`");
export const sha256Text = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in 64 lower-case hex digits");

/** One file. With `sha256` the recorder has its bytes and offers them; without, the server is asked to fetch `url`. */
export const assetEntry = z
  .strictObject({
    key: assetKeyText,
    /** The absolute address, query included. May be left out with `sha256`, for what is not at an address (`data:`, `blob:`). */
    url: z.string().min(1).max(LIMITS.urlChars).optional(),
    kind: z.enum(ASSET_KINDS),
    sha256: sha256Text.optional(),
    bytes: z.number().int().min(0).optional(),
  })
  .refine(({ url, sha256 }) => url !== undefined || sha256 !== undefined, "needs `url`, `sha256`, or both");
export type AssetEntry = z.infer<typeof assetEntry>;

/** Body of `POST /v1/sessions/:id/assets?token=`. */
export const assetReport = z.strictObject({ assets: z.array(assetEntry).max(ASSETS.reportAssets) });
export type AssetReport = z.infer<typeof assetReport>;

/** Why the server does not fetch an address. The recorder may upload the bytes instead. */
export const ASSET_REFUSALS = [
  /** The tenant lets visitors' browsers upload everything. */
  "fetch_off",
  /** No http(s) address at all. */
  "not_an_address",
  /** `http:`; only `https:` is fetched. */
  "not_https",
  /** User name or password in the address. */
  "credentials",
  /** An IP address, or a name that is not of the public internet. */
  "not_public",
  /** Not one of the tenant's hosts. */
  "host_not_declared",
  /** A port that the tenant's patterns do not name. */
  "port",
  /** Longer than the bound of its kind, as far as the recorder says. */
  "too_large",
  /** The last try is less than an hour ago and failed for good. */
  "failed",
  /** The session has another file under this key already; what was offered is not shown there. */
  "conflict",
] as const;
export type AssetRefusal = (typeof ASSET_REFUSALS)[number];

/** Answer (200) of a report. Everything that is in neither list is in the session, or will be when the server has fetched it. */
export interface AssetReportAnswer {
  /** Hashes that the tenant's store lacks: `POST /v1/sessions/:id/assets/<sha256>?token=&type=&keys=`. */
  wanted: string[];
  refused: { key: string; why: AssetRefusal }[];
}

/** Query of an upload beside the token; the body is the file as it is. `type`: media type; `keys`: one or more, parted by commas. */
export const assetUpload = z.strictObject({
  type: z.string().min(1).max(128),
  keys: z
    .string()
    .max(17 * 50)
    .transform((text) => text.split(","))
    .pipe(z.array(assetKeyText).min(1).max(50)),
});

/** Answer (200) of an upload; the same when the file was there already. */
export interface AssetUploadAnswer {
  ok: true;
}
