import { scrubPageAddress } from "./addresses.ts";
import type { PrivacySettings } from "./privacy.schema.ts";

/** An address of the list or of a document, as the settings allow it. */
export function storedAddress(address: string, privacy: PrivacySettings): string {
  return scrubPageAddress(address, privacy);
}

/** A title of the list or of a document, as the settings allow it. */
export function storedTitle(title: string, { titles, mode }: PrivacySettings): string {
  return titles && mode === "inputs" ? title : "";
}

/** What is kept of where a visitor was. */
export interface Whereabouts {
  country: string | null;
  city: string | null;
  maskedIp: string | null;
}

/** The same as the settings allow it. */
export function storedWhereabouts({ country, city, maskedIp }: Whereabouts, privacy: PrivacySettings): Whereabouts {
  const { location, ip } = privacy;
  return {
    country: location === "none" ? null : country,
    city: location === "city" ? city : null,
    maskedIp: ip === "none" ? null : maskedIp,
  };
}
