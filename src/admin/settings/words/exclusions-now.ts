import type { Exclusions } from "../../../protocol/policy.schema.ts";
import { andText, countText } from "./list-text.ts";

/** Who is turned away as things are. */
export function exclusionsNow({ ips, domains, userAgents, bots }: Exclusions): string {
  const parts = [
    ...(ips.length > 0 ? [countText(ips.length, "entry of IP addresses", "entries of IP addresses")] : []),
    ...(domains.length > 0 ? [countText(domains.length, "domain")] : []),
    ...(userAgents.length > 0 ? [countText(userAgents.length, "user agent")] : []),
    ...(bots ? ["known bots"] : []),
  ];
  return parts.length > 0 ? `Turned away: ${andText(parts)}.` : "Nobody is turned away, not even bots.";
}
