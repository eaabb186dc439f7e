import { LIMITS } from "../protocol/limits.ts";

/**
 * What may be kept of an address: origin and path. Query, fragment, user and password stay in the page; of anything but
 * http(s) only the scheme is left (`data:`, `blob:` and `file:` addresses are content or name the visitor's disk).
 */
export function scrubUrl(address: string): string {
  try {
    const { protocol, origin, pathname } = new URL(address);
    // oxlint-disable-next-line unicorn/prefer-string-starts-ends-with -- shorter, in the loader
    return (/^http/.test(protocol) ? origin + pathname : protocol).slice(0, LIMITS.urlChars);
  } catch {
    return "";
  }
}
