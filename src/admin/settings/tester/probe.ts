import { SECOND_MS } from "../../../protocol/limits.ts";
import type { VisitProbe } from "../../../protocol/settings.schema.ts";

/** What the form holds: texts, empty where nothing is said. */
export interface ProbeForm {
  environment: string;
  url: string;
  referrer: string;
  ip: string;
  userAgent: string;
  country: string;
  language: string;
  user: string;
  visitor: string;
  attributes: { name: string; value: string }[];
  manual: boolean;
  /** Empty: has not chosen. */
  consent: "" | "yes" | "no";
  gpc: boolean;
  unsupported: boolean;
  events: string[];
  lastedSeconds: number | "";
}

export function blankProbe(environment: string, userAgent: string): ProbeForm {
  const texts = { url: "", referrer: "", ip: "", country: "", language: "", user: "", visitor: "" };
  const flags = { manual: false, gpc: false, unsupported: false };
  return { environment, userAgent, ...texts, ...flags, attributes: [], consent: "", events: [], lastedSeconds: "" };
}

const TEXTS = ["referrer", "ip", "userAgent", "country", "language", "user", "visitor"] as const;

/** What is sent: only what is said. */
export function probeOf(form: ProbeForm): VisitProbe {
  const said = TEXTS.map((name) => [name, form[name].trim()] as const).filter(([, text]) => text !== "");
  const attributes = form.attributes.filter(({ name }) => name.trim() !== "");
  const { country, ...others }: Partial<Record<(typeof TEXTS)[number], string>> = Object.fromEntries(said);
  return {
    environment: form.environment,
    url: form.url.trim(),
    ...others,
    ...(country ? { country: country.toUpperCase() } : {}),
    ...(attributes.length > 0
      ? { attributes: Object.fromEntries(attributes.map(({ name, value }) => [name.trim(), value])) }
      : {}),
    ...(form.manual ? { manual: true } : {}),
    ...(form.consent ? { consent: form.consent } : {}),
    ...(form.gpc ? { gpc: true } : {}),
    ...(form.unsupported ? { unsupported: true } : {}),
    ...(form.events.length > 0 ? { events: form.events } : {}),
    ...(form.lastedSeconds === "" ? {} : { lasted: form.lastedSeconds * SECOND_MS }),
  };
}
