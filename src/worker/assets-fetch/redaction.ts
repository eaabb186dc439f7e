import { mapCssTexts } from "../../protocol/css-addresses.ts";
import { redactSecrets, type SecretKind } from "../../protocol/privacy/secrets.ts";

/** In tags of a drawing runs of digits are normal, and `icon@2x.png` is no e-mail address. */
const NOT_IN_TAGS: readonly SecretKind[] = ["card", "iban", "email"];

/**
 * A file as it is stored: secrets in its texts are taken out, as in events. In a style sheet these are comments and strings that are no
 * addresses; in a drawing everything. `found` is empty when the bytes are the same.
 */
export function redactFile(bytes: Uint8Array, type: string): { bytes: Uint8Array; found: SecretKind[] } {
  if (type !== "text/css" && type !== "image/svg+xml") return { bytes, found: [] };
  const found = new Set<SecretKind>();
  const clean = (text: string, except: readonly SecretKind[] = []) => {
    const redaction = redactSecrets(text, except);
    for (const kind of redaction.found) found.add(kind);
    return redaction.text;
  };
  const text = new TextDecoder().decode(bytes);
  const kept =
    type === "text/css"
      ? mapCssTexts(text, clean)
      : text.replace(/<!--[^]*?-->|<[^<>]*>|[^<]+/g, (part) =>
          clean(part, /^<[^!]/.test(part) ? NOT_IN_TAGS : undefined),
        );
  return found.size > 0 ? { bytes: new TextEncoder().encode(kept), found: [...found] } : { bytes, found: [] };
}
