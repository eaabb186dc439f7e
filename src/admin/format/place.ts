const REGIONAL_A = 0x1f1e6;
const LETTER_A = 0x41;

/** The flag of a country (ISO 3166-1, two letters) as an emoji, `""` when it is none. */
export function flag(country: string | null): string {
  if (!country || !/^[A-Z]{2}$/.test(country)) return "";
  return String.fromCodePoint(...[...country].map((letter) => REGIONAL_A + letter.charCodeAt(0) - LETTER_A));
}

/** The country's name in the reader's language; the code itself when there is no name for it. */
export function countryName(country: string | null, locale?: string): string {
  if (!country || !/^[A-Z]{2}$/.test(country)) return country ?? "";
  return (
    new Intl.DisplayNames(locale ? [locale] : undefined, { type: "region", fallback: "code" }).of(country) ?? country
  );
}
