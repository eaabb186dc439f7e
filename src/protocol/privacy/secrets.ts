import { cardsIn } from "./card.ts";
import { ibanLength } from "./iban.ts";

/** What the second fence looks for. */
export const SECRET_KINDS = ["card", "iban", "email", "jwt", "token", "private_key", "api_key"] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];

/** A text without the secrets in it, and what they were. */
export interface Redaction {
  text: string;
  found: SecretKind[];
}

/** Most texts have none of these, and are left after one look. */
const HINT =
  /@|eyJ|-----BEGIN|\d(?:[ \u00a0-]?\d){12}|[A-Z]{2}\d{2}[ \u00a0-]?[A-Z\d]{4}|bearer\s|basic\s|AKIA|ASIA|gh[opsur]_|github_pat_|glpat-|npm_|AIza|xox|[sr]k_(?:live|test)_|whsec_/i;

/** Characters of an address before and after its `@` (RFC 5321 §4.5.3.1). */
const LOCAL_CHARS = 64;
const DOMAIN_CHARS = 255;

/**
 * Each pattern is entered at a boundary, bounded, or never gives back what it has passed, so that no text makes one slow. Its group,
 * when it has one, is what is kept before the secret.
 */
const PATTERNS: readonly [SecretKind, RegExp][] = [
  ["private_key", /-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----[^]*?(?:-----END [A-Z ]{0,32}PRIVATE KEY-----|$)/g],
  ["jwt", /(?<![\w-])eyJ[\w-]{5,8000}\.[\w-]{5,8000}(?:\.[\w-]{0,8000})?/g],
  ["token", /(?<=\b(?:bearer|basic)\s{1,4})(?=[a-z._~+/=-]{0,200}\d|[A-Za-z._~+/-]{20})[\w.~+/=-]{16,8000}/gi],
  [
    "api_key",
    /(?<![\w-])(?:(?:AKIA|ASIA)[A-Z\d]{16}|gh[opsur]_\w{30,255}|github_pat_\w{22,255}|glpat-[\w-]{20,64}|npm_\w{36}|AIza[\w-]{35}|xox[abeoprs]-[\w-]{10,255}|[sr]k_(?:live|test)_\w{10,255}|whsec_\w{16,255})/g,
  ],
];

/** What stands in place of a secret. */
function standIn(kind: SecretKind): string {
  return `[${kind}]`;
}

/** Replaces e-mail addresses, looking left and right of each `@`. */
function redactEmails(text: string): string {
  let out = "";
  let done = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const local = /[\w.!#$%&'*+=?^`{|}~\u00a1-\uffff-]{1,64}$/.exec(
      text.slice(Math.max(done, at - LOCAL_CHARS), at),
    )?.[0];
    const domain = /^(?:[a-z\d\u00a1-\uffff-]{1,63}\.){1,8}[a-z\u00a1-\uffff]{2,24}(?![\w\u00a1-\uffff-])/i.exec(
      text.slice(at + 1, at + 1 + DOMAIN_CHARS),
    )?.[0];
    if (!local || !domain) continue;
    out += text.slice(done, at - local.length) + standIn("email");
    done = at + 1 + domain.length;
  }
  return out + text.slice(done);
}

function redactCards(text: string): string {
  return text.replace(/(?<![\w.])\d(?:[ \u00a0-]?\d){12,}(?![\w]|\.\d)/g, (run) => {
    let out = "";
    let done = 0;
    for (const [from, to] of cardsIn(run)) {
      out += run.slice(done, from) + standIn("card");
      done = to;
    }
    return out + run.slice(done);
  });
}

function redactIbans(text: string): string {
  let out = "";
  let done = 0;
  for (const { index } of text.matchAll(/(?<![A-Za-z\d])[A-Z]{2}\d{2}(?=[ \u00a0-]?[A-Z\d])/g)) {
    const length = index < done ? 0 : ibanLength(text.slice(index, index + 48));
    if (!length) continue;
    out += text.slice(done, index) + standIn("iban");
    done = index + length;
  }
  return out + text.slice(done);
}

/** Secrets that stand directly together show only when their neighbour is gone. A text that is still not clean after so many passes was made to be so. */
const PASSES = 6;

/** One look for each kind. */
function redactOnce(text: string, except: readonly SecretKind[], found: Set<SecretKind>): string {
  const apply = (kind: SecretKind, redact: (from: string) => string) => {
    const next = except.includes(kind) ? text : redact(text);
    if (next !== text) found.add(kind);
    text = next;
  };
  for (const [kind, pattern] of PATTERNS) apply(kind, (from) => from.replace(pattern, standIn(kind)));
  apply("iban", redactIbans);
  apply("card", redactCards);
  apply("email", redactEmails);
  return text;
}

/** Puts stand-ins in place of payment cards, IBANs, e-mail addresses, tokens and keys. `except` are left alone. */
export function redactSecrets(text: string, except: readonly SecretKind[] = []): Redaction {
  const found = new Set<SecretKind>();
  if (text.length < 6 || !HINT.test(text)) return { text, found: [] };
  let clean = text;
  for (let pass = 0; pass < PASSES; pass++) {
    const next = redactOnce(clean, except, found);
    if (next === clean) return { text: clean, found: [...found] };
    clean = next;
  }
  return { text: standIn([...found][0]!), found: [...found] };
}
