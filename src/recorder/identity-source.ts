import { LIMITS } from "../protocol/limits.ts";
import type { IdentitySource } from "../protocol/start.schema.ts";

/** Where an id can be: a window, or what a test has in its place. */
export type Place = Pick<Window, "localStorage" | "sessionStorage"> & {
  document: Pick<Document, "cookie" | "querySelector">;
};

/** The readers may throw: blocked storage, a bad selector, a getter of the page. */
const READERS: Record<IdentitySource["source"], (name: string, place: Place) => unknown> = {
  cookie(name, { document }) {
    const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
    const value = found?.slice(name.length + 1);
    try {
      return value && decodeURIComponent(value);
    } catch {
      // Not encoded: as it is.
      return value;
    }
  },
  variable: (path, place) =>
    path.split(".").reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], place),
  selector(selector, { document }) {
    const element = document.querySelector(selector);
    return element?.getAttribute("value") ?? element?.textContent;
  },
  storage(name, place) {
    return place.localStorage.getItem(name) ?? place.sessionStorage.getItem(name);
  },
};

/** The id of the signed-in visitor that the page shows, or `undefined`: 1 to 256 characters without space around them. */
export function readIdentity({ source, name }: IdentitySource, place: Place): string | undefined {
  let value: unknown;
  try {
    value = READERS[source](name, place);
  } catch {
    // Nobody is signed in, as far as can be seen.
  }
  const id = ["string", "number"].includes(typeof value) ? String(value).trim() : "";
  return id && id.length <= LIMITS.userIdChars ? id : undefined;
}
