/**
 * Patterns of domains: `test.example.com`, or `*.internal.com` for every subdomain and not the domain itself; with a port only
 * that port is meant. Hosts are compared as browsers write them (https://url.spec.whatwg.org/#host-parsing): lower case,
 * international names in punycode, no dot at the end.
 */

interface Host {
  name: string;
  port: string;
}

interface DomainPattern extends Host {
  subdomains: boolean;
}

const DEFAULT_PORT: Record<string, string> = { "http:": "80", "https:": "443" };

function withoutDot(name: string): string {
  return name.endsWith(".") ? name.slice(0, -1) : name;
}

/** The host of an origin or address; `null` when it has none. */
function hostOf(address: string): Host | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, port } = new URL(address);
  const name = withoutDot(hostname);
  return name === "" ? null : { name, port: port || (DEFAULT_PORT[protocol] ?? "") };
}

/** What a pattern stands for, or in plain words what is wrong with it. An empty port means any. */
function readPattern(text: string): DomainPattern | string {
  const trimmed = text.trim();
  if (trimmed.includes("://")) return "leave the scheme away: write example.com, not https://example.com";
  const subdomains = trimmed.startsWith("*.");
  const rest = subdomains ? trimmed.slice(2) : trimmed;
  if (rest.includes("*")) return "a * stands at the beginning only, with a dot after it: *.example.com";
  if (/[/?#@\\\s]/.test(rest)) return "a domain has no path, no spaces and no @";
  const port = /:(\d*)$/.exec(rest)?.[1];
  const host = URL.canParse(`http://${rest}`) ? withoutDot(new URL(`http://${rest}`).hostname) : "";
  if (host === "" || port === "" || host.includes("..")) return `"${trimmed}" is not a domain`;
  return { name: host, port: port === undefined ? "" : String(Number(port)), subdomains };
}

/** What is wrong with a pattern, in plain words; `null` when it is a good one. */
export function domainPatternFault(text: string): string | null {
  const read = readPattern(text);
  return typeof read === "string" ? read : null;
}

/** Patterns are read once for each list: the edge asks with every batch. */
const readLists = new WeakMap<readonly string[], (DomainPattern | string)[]>();

function fits(pattern: DomainPattern | string, { name, port }: Host): boolean {
  if (typeof pattern === "string" || (pattern.port !== "" && pattern.port !== port)) return false;
  return pattern.subdomains ? name.endsWith(`.${pattern.name}`) : name === pattern.name;
}

/** The first of the patterns that the host of an origin or address fits, or `null`. Nothing fits a faulty pattern. */
export function matchingDomain(patterns: readonly string[], address: string): string | null {
  const host = hostOf(address);
  if (!host) return null;
  let read = readLists.get(patterns);
  if (!read) readLists.set(patterns, (read = patterns.map(readPattern)));
  const at = read.findIndex((pattern) => fits(pattern, host));
  return at < 0 ? null : patterns[at]!;
}
