import { LIMITS, PlayheadError, parsePublishableKey, type PublishableKey } from "../../protocol/index.ts";
import { readBody } from "../bounded-body.ts";
import { refusedKeys } from "./policy-cache.ts";

/** The same words for a malformed and an unknown key: nothing is to be learnt by trying. */
const KEY_FAULTS = {
  unknown_key: "No environment has this publishable key; compare it with the `data-key` you were given.",
  revoked_key: "This publishable key was revoked; put a present one of the environment into the page.",
};

export type KeyFault = keyof typeof KEY_FAULTS;

/** The refusal of a key. */
export function invalidKey(fault: KeyFault): PlayheadError {
  return new PlayheadError("invalid_key", KEY_FAULTS[fault]);
}

/** Refuses a key, and remembers for a while that it is refused. */
export function refuseKey(text: string, fault: KeyFault, now: number): PlayheadError {
  refusedKeys.set(text, fault, now);
  return invalidKey(fault);
}

/** The parts of a key that may be somebody's. @throws {PlayheadError} `invalid_key` */
export function readKey(text: string, now: number): PublishableKey {
  const key = parsePublishableKey(text);
  const fault = key ? refusedKeys.get(text, now) : "unknown_key";
  if (!key || fault) throw invalidKey(fault ?? "unknown_key");
  return key;
}

/** The JSON of a small request, whatever its type says: `text/plain` needs no preflight. @throws {PlayheadError} `bad_json`, `body_too_large` */
export async function readSmallJson(request: Request): Promise<unknown> {
  const bytes = await readBody(request, LIMITS.startBodyBytes);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new PlayheadError("bad_json", "The body is not JSON in UTF-8.");
  }
}
