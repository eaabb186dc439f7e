/**
 * Which origins may record with a key. A pattern is an origin (`https://shop.example.com`), one with a wildcard host
 * (`https://*.example.com`: every subdomain, not the domain itself), or one with any port (`http://localhost:*`).
 */

const ORIGIN = /^(https?):\/\/(\[[0-9a-f:]+\]|[^/:?#]+)(?::(\d+))?$/;

const DEFAULT_PORT: Record<string, string> = { http: "80", https: "443" };

/** Patterns for every loopback origin, with any port: what a developer's own page is served from. */
export const LOOPBACK_ORIGINS = ["http", "https"].flatMap((scheme) => [
  `${scheme}://localhost:*`,
  `${scheme}://*.localhost:*`,
  `${scheme}://127.0.0.1:*`,
  `${scheme}://[::1]:*`,
]);

function hostMatches(pattern: string, host: string): boolean {
  return pattern.startsWith("*.")
    ? host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1
    : pattern === host;
}

function matches(pattern: string, origin: string): boolean {
  const found = ORIGIN.exec(origin.toLowerCase());
  if (!found) return false;
  const [, scheme, host, port = DEFAULT_PORT[scheme!]] = found;
  const anyPort = pattern.endsWith(":*");
  const wanted = ORIGIN.exec((anyPort ? pattern.slice(0, -2) : pattern).toLowerCase());
  if (!wanted || wanted[1] !== scheme || !hostMatches(wanted[2]!, host!)) return false;
  return anyPort || (wanted[3] ?? DEFAULT_PORT[scheme!]) === port;
}

/** Whether `origin` (as in the `Origin` header) matches one of the patterns. `null` and a missing origin never do. */
export function originAllowed(patterns: readonly string[], origin: string | null | undefined): boolean {
  return !!origin && patterns.some((pattern) => matches(pattern, origin));
}

/** What is wrong with a pattern, in plain words; `null` when it is a good one. */
export function originPatternFault(text: string): string | null {
  const found = ORIGIN.exec((text.endsWith(":*") ? text.slice(0, -2) : text).toLowerCase());
  const host = found?.[2]!.replace(/^\*\./, "");
  return !host || /[*@\s]/.test(host)
    ? `"${text}" is not an origin: write https://shop.example.com, https://*.example.com or http://localhost:*`
    : null;
}
