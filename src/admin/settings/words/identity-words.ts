import type { IdentitySettings } from "../../../protocol/policy.schema.ts";

type Source = IdentitySettings["source"];

export interface SourceWords {
  name: string;
  /** How it works, in one sentence. */
  hint: string;
  /** The field of its name, for sources that need one. */
  field?: { label: string; example: string; means: string };
}

export const SOURCE_WORDS: Record<Source, SourceWords> = {
  api: { name: "playhead.identify()", hint: "Your page says who signed in, when it knows." },
  cookie: {
    name: "A cookie",
    hint: "Read on every page. It must be readable by scripts, so not HttpOnly.",
    field: { label: "Name of the cookie", example: "customer_id", means: "the whole value of the cookie is the id" },
  },
  variable: {
    name: "A variable of the page",
    hint: "Read on every page and after each navigation.",
    field: { label: "Path of the variable", example: "app.user.id", means: "stands for window.app.user.id" },
  },
  selector: {
    name: "An element of the page",
    hint: "The text of the first element that fits, or its value.",
    field: {
      label: "CSS selector",
      example: "[data-customer-id]",
      means: "choose something that is there only when somebody is signed in",
    },
  },
  storage: {
    name: "Local or session storage",
    hint: "Read from localStorage, else from sessionStorage.",
    field: { label: "Key in the storage", example: "customerId", means: "the whole value is the id" },
  },
  none: { name: "Nowhere", hint: "Visitors stay anonymous, whatever the page says." },
};

/** Where ids come from, for a list of changes: `the cookie “uid”`. */
export function sourceText({ source, name }: Pick<IdentitySettings, "source" | "name">): string {
  const noun: Record<Source, string> = {
    api: "playhead.identify()",
    cookie: "cookie",
    variable: "variable",
    selector: "element",
    storage: "storage key",
    none: "nowhere",
  };
  return SOURCE_WORDS[source].field ? `${noun[source]} “${name.trim() || "…"}”` : noun[source];
}

/** Who is known as things are. */
export function identityNow(identity: IdentitySettings): string {
  const { source, signed } = identity;
  if (source === "none") return "All visitors stay anonymous.";
  const from =
    source === "api"
      ? "A visitor is known after the page has called playhead.identify()."
      : `A visitor is known by the ${sourceText(identity)}, or after the page has called playhead.identify().`;
  return signed ? `${from} An id without a valid signature is ignored.` : `${from} Ids are believed as they come.`;
}

/** What does not go together, or `null`. */
export function identityWarning({ source, signed }: IdentitySettings): string | null {
  return signed && source !== "api" && source !== "none"
    ? "An id that is found there comes without a signature, so it does not count. Only playhead.identify() can bring one."
    : null;
}
