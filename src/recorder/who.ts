import { LIMITS } from "../protocol/limits.ts";
import type { Who } from "./handover.ts";

/** What of an `identify` call goes along with the question whether to record; nothing when it names nobody. */
export function whoOf(user?: unknown, traits?: unknown, signature?: unknown): Who {
  const who: Who = {};
  if (typeof user !== "string" || !user || user.length > LIMITS.userIdChars) return who;
  who.user = user;
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(traits ?? {})) {
    const isTold = ["string", "number", "boolean"].includes(typeof value);
    if (
      isTold &&
      name &&
      name.length <= LIMITS.attributeNameChars &&
      Object.keys(attributes).length < LIMITS.attributes
    )
      attributes[name] = String(value).slice(0, LIMITS.attributeValueChars);
  }
  if (Object.keys(attributes).length) who.attributes = attributes;
  if (typeof signature === "string" && signature && signature.length <= LIMITS.signatureChars)
    who.signature = signature;
  return who;
}
