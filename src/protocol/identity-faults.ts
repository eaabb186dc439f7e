import type { IdentitySettings } from "./policy.schema.ts";

/** A property path as it is written in a program: `app.user.id`, `users[0].id`. */
const VARIABLE = /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*|\.\d+|\[\d+\])*$/;

/** A token (https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1). */
const COOKIE = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

const CLOSES: Record<string, string> = { "(": ")", "[": "]" };

/** What a browser would surely refuse as a selector; whether it finds anything only the page shows. */
function selectorFault(selector: string): string | null {
  if (/[{}<;]/.test(selector)) return "is a selector, without { } < or ;";
  if (/^[>+~,]|[>+~,]$|,\s*,/.test(selector)) return "has a comma, or a > + ~, with nothing on one side of it";
  const open: string[] = [];
  let quote = "";
  for (const char of selector) {
    if (quote) quote = char === quote ? "" : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (CLOSES[char]) open.push(CLOSES[char]);
    else if ((char === ")" || char === "]") && open.pop() !== char) return `has a ${char} that closes nothing`;
  }
  if (quote) return `has a ${quote} that is not closed`;
  return open.length > 0 ? `lacks a ${open.at(-1)}` : null;
}

const FAULTS: Record<IdentitySettings["source"], (name: string) => string | null> = {
  api: () => null,
  none: () => null,
  cookie: (name) => (COOKIE.test(name) ? null : "is the name of a cookie, without spaces, commas, semicolons or ="),
  variable: (name) => (VARIABLE.test(name) ? null : "is the path of a variable: app.user.id"),
  selector: selectorFault,
  storage: () => null,
};

/** What is wrong with the name of an identity source, in plain words; `null` when it will do. */
export function identityNameFault({ source, name }: IdentitySettings): string | null {
  if (source !== "api" && source !== "none" && name === "") return `is needed to find the user id by ${source}`;
  return FAULTS[source](name);
}
