import { isRegion, type Region } from "./regions.ts";

/**
 * A publishable key names its region and tenant, so that no request has to look them up:
 * `ph_<region>_<tenant id, 32 hex digits>_<24 letters or digits>`. It is public: it identifies, it does not authenticate.
 */
export interface PublishableKey {
  region: Region;
  tenant: string;
  /** The key as given. */
  text: string;
}

const KEY = /^ph_([a-z]{2})_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_[A-Za-z0-9]{24}$/;

/** The parts of a publishable key, or `null` when the text is not one. */
export function parsePublishableKey(text: string): PublishableKey | null {
  const match = KEY.exec(text);
  if (!match || !isRegion(match[1]!)) return null;
  return { region: match[1], tenant: match.slice(2, 7).join("-"), text };
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A new publishable key for an environment of `tenant` (a UUID). */
export function newPublishableKey(region: Region, tenant: string): string {
  let secret = "";
  while (secret.length < 24) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    // 248 is the largest multiple of 62 a byte holds: beyond it letters would not be equally likely.
    if (byte! < 248) secret += LETTERS[byte! % 62];
  }
  return `ph_${region}_${tenant.replaceAll("-", "")}_${secret}`;
}
