import type { Redaction } from "../../../protocol/api.schema.ts";

const KINDS: Record<string, string> = {
  card: "Card number",
  iban: "Bank account (IBAN)",
  email: "E-mail address",
  jwt: "Sign-in token (JWT)",
  token: "Access token",
  private_key: "Private key",
  api_key: "API key",
};

/** What a secret was. */
export function kindName(kind: string): string {
  return KINDS[kind] ?? kind;
}

/** Where a secret stood, and what can be done about it. */
export interface PlaceWords {
  name: string;
  /** A rule can hide it: what its selector would begin with, or `""`. */
  selector?: string;
  /** Otherwise: what to do instead. */
  advice?: string;
}

const CALLS: Record<string, string> = {
  "track.name": "the name of a custom event",
  "track.properties": "the properties of a custom event",
  "identify.user": "the user id",
  "identify.traits": "the traits of a user",
};

export function placeWords(place: string): PlaceWords {
  if (place === "text") return { name: "text of a page", selector: "" };
  if (place === "attribute:other") return { name: "an attribute", selector: "" };
  if (place.startsWith("attribute:")) {
    const name = place.slice("attribute:".length);
    return { name: `attribute ${name}`, selector: `[${name}]` };
  }
  if (place === "input") return { name: "value of a field", selector: "input" };
  if (Object.hasOwn(CALLS, place))
    return { name: CALLS[place]!, advice: "It comes from a call of your site; take it out there." };
  if (place === "url" || place.endsWith(".url") || place.endsWith(".referrer"))
    return { name: "an address", advice: "It is in a path, or in a parameter that you keep." };
  if (place.endsWith(".title")) return { name: "title of a page", advice: "Titles can be switched off." };
  if (place.endsWith(".name") || place.startsWith("form."))
    return { name: "name of an element", advice: "Your site made it the element's name or id." };
  return { name: place === "other" ? "other places" : place };
}

/** How many there were in all. */
export function redactionCount(redacted: readonly Redaction[]): number {
  return redacted.reduce((sum, { count }) => sum + count, 0);
}
