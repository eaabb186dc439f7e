import { globMatches } from "../glob.ts";
import { LIMITS } from "../limits.ts";
import type { RecorderPrivacy } from "./privacy.schema.ts";

/** What besides origin and path may stay of an address. */
export interface AddressParts {
  /** Images and fonts that the address itself holds. */
  data?: RegExp | undefined;
  /** A fragment that names an element: icons in a sprite, gradients. */
  fragment?: boolean;
}

/** `data:` addresses that a page is drawn with. */
export const DATA_FONT = /^data:(?:font\/|application\/(?:x-)?font)/i;
export const DATA_ASSET = /^data:(?:image\/|font\/|application\/(?:x-)?font)/i;

/** Those of `a=1&b=2` whose names may be kept. */
function keptPairs(text: string | undefined, { urlParameters }: RecorderPrivacy): string {
  if (!text || !urlParameters.length) return "";
  const kept = (pair: string) => urlParameters.some((glob) => globMatches(glob, pair.split("=", 1)[0]!));
  return text.split("&").filter(kept).join("&").trim();
}

/** A path without its parameters. Their semicolon stays: without it two slashes could meet and name a host. */
function plain(path: string): string {
  return path.replace(/;[^\\/]*/g, ";").trim();
}

/**
 * What may be kept of an address, relative or not: origin and path, and of query and fragment the parameters on the list. User,
 * password and path parameters (`;jsessionid=…`) go; of anything but http(s) only the scheme is left.
 */
export function scrubAddress(address: string, privacy: RecorderPrivacy, parts: AddressParts = {}): string {
  const text = address.replace(/[\t\n\r]/g, "").trim();
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === "data") return parts.data?.test(text) && text.length <= LIMITS.dataUrlChars ? text : "data:";
  if (scheme && !/^https?$/.test(scheme)) return scheme + ":";
  const [, base = "", query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#([^]*))?$/.exec(text)!;
  const [, slashes, authority = "", path = ""] = /^((?:https?:)?[\\/]*)([^\\/]*)([^]*)$/i.exec(base)!;
  let kept: string;
  if (scheme || /^[\\/]{2}/.test(slashes!)) {
    const host = authority
      .slice(authority.lastIndexOf("@") + 1)
      .toLowerCase()
      .trim();
    if (!host) return "";
    kept = (scheme ? scheme + "://" : "//") + host + (plain(path) || "/");
  } else kept = plain(base);
  kept = kept.slice(0, LIMITS.urlChars).trim();
  const pairs = [keptPairs(query, privacy), keptPairs(fragment, privacy)];
  if (parts.fragment && /^[a-z][\w.:-]{0,63}$/i.test(fragment ?? "")) pairs[1] = fragment!;
  const whole = (kept + (pairs[0] && "?" + pairs[0]) + (pairs[1] && "#" + pairs[1])).trim();
  // A link within the page stays one.
  return whole.length > LIMITS.urlChars ? kept : whole || (text.startsWith("#") ? "#" : "");
}

/** The address of a page: absolute or nothing, and nothing when the tenant does not collect them. */
export function scrubPageAddress(address: string, privacy: RecorderPrivacy): string {
  return privacy.urls && /^\s*[a-z][a-z\d+.-]*:/i.test(address) ? scrubAddress(address, privacy) : "";
}
