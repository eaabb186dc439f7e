import { PlayheadError } from "../protocol/index.ts";

/** What our own admin asks the API with: `fetch` and the live socket. */
const DESTINATIONS = new Set(["empty", "websocket"]);

/** What a replay loads its files as. They are read with a grant, and reading them does nothing else. */
const FILE_DESTINATIONS = new Set(["style", "image", "font", "audio", "video"]);
const FILE_PATH = /^\/api\/(?:sessions\/[0-9a-f-]{36}|shared\/(?:us|eu)\.[0-9a-f-]{36})\/assets\/[0-9a-f]{64}$/;

function mayLoad(request: Request, destination: string): boolean {
  if (DESTINATIONS.has(destination)) return true;
  return FILE_DESTINATIONS.has(destination) && FILE_PATH.test(new URL(request.url).pathname);
}

/** Methods that change nothing (RFC 9110 §9.2.1). A live socket is opened with GET, and sends what it likes afterwards. */
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

function changes(request: Request): boolean {
  return !SAFE_METHODS.has(request.method) || request.headers.has("Upgrade");
}

/**
 * Whether the admin's own page asks. Browsers send `Origin` with every call that changes something and with every socket; one that sends
 * cookies and neither header is none that we know, and is refused. Without cookies there is nothing that another site could abuse.
 */
function isOwnChange(request: Request, origin: string): boolean {
  const from = request.headers.get("Origin");
  if (from !== null) return from === origin;
  return request.headers.get("Sec-Fetch-Site") === "same-origin" || !request.headers.has("Cookie");
}

/**
 * Refuses calls of the API that the admin's own scripts did not make (https://www.w3.org/TR/fetch-metadata/): another site's,
 * and those of an element, such as a picture in a recording that names an address of ours, except for files of recordings. What changes
 * something, and the live socket, has to come from the admin's `origin` as well. Callers that are no browsers send no such headers and
 * pass; they have to sign in, or send a key, like everybody. Cookies are `SameSite=Strict`, so browsers from before these headers send none
 * with another site's calls either.
 * @throws {PlayheadError} `forbidden`
 */
export function refuseForeign(request: Request, origin: string): void {
  const site = request.headers.get("Sec-Fetch-Site") ?? "same-origin";
  const destination = request.headers.get("Sec-Fetch-Dest") ?? "empty";
  const opened = site === "none" && request.method === "GET";
  const own = (site === "same-origin" && mayLoad(request, destination)) || opened;
  if (own && (!changes(request) || isOwnChange(request, origin))) return;
  throw new PlayheadError("forbidden", "This address answers the admin's own pages and API clients only.");
}
