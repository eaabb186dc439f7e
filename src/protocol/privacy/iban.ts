/** Lengths of IBANs by country (SWIFT, IBAN registry). */
const LENGTHS = new Map(
  (
    "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18" +
    "GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15" +
    "OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30"
  )
    .match(/.{4}/g)!
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** ISO 7064 MOD 97-10, as ISO 13616 uses it. */
function hasCheckDigits(iban: string): boolean {
  let rest = 0;
  for (const char of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** How many characters of `text` are an IBAN, from its beginning on, printed with single spaces or without; 0 when it is none. */
export function ibanLength(text: string): number {
  const length = LENGTHS.get(text.slice(0, 2));
  if (!length) return 0;
  let iban = "";
  let at = 0;
  for (; at < text.length && iban.length < length; at++) {
    const char = text[at]!;
    if (/[A-Z\d]/.test(char)) iban += char;
    else if (!/[ \u00a0-]/.test(char) || !/[A-Z\d]/.test(text[at - 1]!)) return 0;
  }
  return iban.length === length && !/\w/.test(text[at] ?? " ") && hasCheckDigits(iban) ? at : 0;
}
