import { matchingDomain } from "../../protocol/index.ts";
import type { AssetRefusal } from "../../protocol/asset.schema.ts";

/**
 * Which addresses the server may fetch: never an open proxy, and nothing that is not on the public internet. Pure: the same rules
 * hold for what a recorder names, for what a style sheet names, and for every redirect.
 *
 * Names are judged by themselves, not by what they resolve to. A name that resolves to a private address (DNS rebinding) leads
 * nowhere: `fetch` of a Worker goes out from Cloudflare's edge, which reaches no private network, and no metadata service is
 * there. `wrangler dev` does reach the developer's own network; there the hosts are the developer's own choice.
 */
export interface AddressRules {
  /** Patterns of the tenant's hosts; see `assetHosts`. */
  hosts: readonly string[];
  /** A developer's machine: loopback addresses may be fetched as well, also by `http:`. */
  local: boolean;
  /** Host of this deployment: it does not fetch from itself. */
  self: string | null;
}

/** Names that are for private networks, or for no network (RFC 2606, 6761, 6762, 7686, 8375, 9476, ICANN on .internal). */
const PRIVATE_SUFFIXES = new Set([
  "localhost",
  "local",
  "internal",
  "intranet",
  "private",
  "corp",
  "home",
  "lan",
  "localdomain",
  "arpa",
  "onion",
  "alt",
  "test",
  "invalid",
  "example",
]);

/** WHATWG URL writes every form of an IPv4 address (hex, octal, one number) with four parts, and IPv6 in brackets. */
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Whether a host is a name of the public internet. An IP address is none, whatever it is: sites have names. */
function isPublicName(host: string): boolean {
  if (host.startsWith("[") || IPV4.test(host)) return false;
  const labels = host.split(".");
  return labels.length > 1 && labels.every((label) => label !== "") && !PRIVATE_SUFFIXES.has(labels.at(-1)!);
}

/** The pattern that declares the host. One with a port is asked for first, because only it allows that port. */
function declaredBy({ hosts }: AddressRules, url: URL): string | null {
  const withPort = hosts.filter((pattern) => /:\d+$/.test(pattern));
  return matchingDomain(withPort, url.href) ?? matchingDomain(hosts, url.href);
}

/** Why an address may not be fetched; `null` when it may. */
export function addressFault(address: string, rules: AddressRules): AssetRefusal | null {
  if (!URL.canParse(address)) return "not_an_address";
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "not_an_address";
  if (url.username !== "" || url.password !== "") return "credentials";
  const host = url.hostname.replace(/\.$/, "");
  const loopback = rules.local && isLoopback(host);
  if (!loopback && !isPublicName(host)) return "not_public";
  if (!loopback && url.protocol !== "https:") return "not_https";
  if (host === rules.self) return "host_not_declared";
  const pattern = declaredBy(rules, url);
  if (pattern === null) return "host_not_declared";
  return url.port === "" || loopback || pattern.endsWith(`:${url.port}`) ? null : "port";
}
