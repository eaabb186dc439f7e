/** Signs in Node what `playhead.identify()` takes: hex HMAC-SHA-256 of the id, the secret as text being the key. */
export const SIGN_IN_NODE = `import { createHmac } from "node:crypto";

export function playheadSignature(userId) {
  return createHmac("sha256", process.env.PLAYHEAD_IDENTITY_SECRET)
    .update(userId)
    .digest("hex");
}`;

export const IDENTIFY_SIGNED = `playhead.identify("user-1", { plan: "pro" }, signature);`;

export const IDENTIFY_UNSIGNED = `playhead.identify("user-1", { plan: "pro" });`;
