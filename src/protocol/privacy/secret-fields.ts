/** What autofill calls fields with secrets in them (HTML, "Autofill field names"). */
const AUTOFILL = /(?:^|\s)(?:cc-\S*|one-time-code|current-password|new-password)(?:\s|$)/i;

/** Names that sites give such fields. */
const NAMES =
  /cvc|cvv|card.?(?:number|no)\b|iban|(?:^|[^a-z])ssn(?![a-z])|passw(?:or)?d|one.?time|(?:^|[^a-z])otp(?![a-z])/i;

/** Whether these attributes are those of a field whose value is secret, whatever rules say. */
export function isSecretField(attribute: (name: string) => unknown): boolean {
  const text = (name: string) => {
    const value = attribute(name);
    return typeof value === "string" ? value : "";
  };
  return (
    text("type").toLowerCase() === "password" ||
    text("data-rr-is-password") === "true" ||
    AUTOFILL.test(text("autocomplete")) ||
    NAMES.test(text("name")) ||
    NAMES.test(text("id"))
  );
}

/** Names of what opens something; of fields of requests, where nobody types. */
const KEYS = /token|secret|api.?key|auth|session|cookie|credential|signature|(?:^|[^a-z])pin(?![a-z])|card/i;

/** Whether a field of a request or its answer, called so, is secret, whatever rules say. */
export function isSecretName(name: string): boolean {
  return NAMES.test(name) || KEYS.test(name);
}
