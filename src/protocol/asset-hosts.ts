import { domainPatternFault } from "./domain-match.ts";
import type { Policy } from "./policy.schema.ts";

/** The host of an origin's pattern as a pattern of hosts: `https://*.example.com` → `*.example.com`. Any port is no port. */
function hostOfOrigin(pattern: string): string {
  return pattern.replace(/^https?:\/\//i, "").replace(/:\*$/, "");
}

/**
 * Patterns of the hosts that the server may fetch files from for an environment: those of its own origins, and those that the
 * tenant has added. None when fetching is off or the environment is gone.
 */
export function assetHosts({ assets, environments }: Policy, environment: string): string[] {
  const own = environments.find(({ id }) => id === environment);
  return assets.fetch && own ? [...own.origins.map(hostOfOrigin), ...assets.hosts] : [];
}

/** What is wrong with a pattern of hosts to fetch from, in plain words; `null` when it is a good one. */
export function assetHostFault(text: string): string | null {
  const fault = domainPatternFault(text);
  if (fault !== null) return fault;
  // `*.com` would be half of the internet.
  return /^\s*\*\.[^.]+$/.test(text) ? `"${text}" is too wide: write *.example.com` : null;
}
