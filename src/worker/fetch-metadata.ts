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

/**
 * Refuses calls of the API that the admin's own scripts did not make (https://www.w3.org/TR/fetch-metadata/): another site's,
 * and those of an element, such as a picture in a recording that names an address of ours, except for files of recordings. Callers that are no browsers send no
 * such headers and pass; they have to sign in like everybody.
 * @throws {PlayheadError} `forbidden`
 */
export function refuseForeign(request: Request): void {
  const site = request.headers.get("Sec-Fetch-Site") ?? "same-origin";
  const destination = request.headers.get("Sec-Fetch-Dest") ?? "empty";
  const opened = site === "none" && request.method === "GET";
  if ((site === "same-origin" && mayLoad(request, destination)) || opened) return;
  throw new PlayheadError("forbidden", "This address answers the admin's own pages and API clients only.");
}
