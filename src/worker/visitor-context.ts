import Bowser from "bowser";
import type { VisitorContext } from "../durable-objects/index.ts";
import type { PrivacySettings } from "../protocol/privacy/privacy.schema.ts";

/** An address with its last part cut off: /24 of IPv4, /48 of IPv6. `null` for what is no address. */
export function maskIp(address: string | null): string | null {
  if (!address) return null;
  const mapped = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/i.exec(address);
  if (mapped) return `${mapped[1]}.0/24`;
  if (!address.includes(":")) return null;
  const [head = ""] = address.split("::");
  const groups = head.split(":").filter(Boolean).slice(0, 3);
  return `${[...groups, ...Array.from({ length: 3 - groups.length }, () => "0")].join(":")}::/48`;
}

/** The part of a user agent that is read: longer ones are no browser's, and reading takes time. */
const AGENT_CHARS = 1_024;

function device(platform: string | undefined): VisitorContext["device"] {
  return platform === "desktop" || platform === "mobile" || platform === "tablet" ? platform : "other";
}

/** Browser, system and kind of device, as a user agent says; `null` what it does not. */
export function readAgent(agent: string): Pick<VisitorContext, "browser" | "browserVersion" | "os" | "device"> {
  const parsed = agent ? Bowser.parse(agent.slice(0, AGENT_CHARS)) : null;
  return {
    browser: parsed?.browser.name ?? null,
    browserVersion: parsed?.browser.version?.split(".")[0] ?? null,
    os: parsed?.os.name ?? null,
    device: device(parsed?.platform.type),
  };
}

/**
 * What is kept of the person behind a request: as much of the place and of the masked address as the tenant has decided, browser and
 * system out of the user agent. Only `CF-Connecting-IP` is believed: other headers come from whoever sends them.
 */
export function visitorContext(request: Request, { ip, location }: PrivacySettings): VisitorContext {
  const cf = request.cf as { country?: string; city?: string } | undefined;
  return {
    country: location === "none" ? null : (cf?.country ?? null),
    city: location === "city" ? (cf?.city ?? null) : null,
    maskedIp: ip === "none" ? null : maskIp(request.headers.get("CF-Connecting-IP")),
    ...readAgent(request.headers.get("User-Agent") ?? ""),
  };
}
