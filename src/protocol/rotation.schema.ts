import { z } from "zod";
import { REGIONS } from "./regions.ts";

const region = z.enum(REGIONS);
const id = z.string().max(64);

/** `POST /api/platform/rotation`: wraps some keys with the master secret in force; go on with `next` until it is `null`. */
export const rewrapRequest = z.discriminatedUnion("part", [
  z.object({ part: z.literal("sessions"), region, after: z.object({ tenant: id, session: id }).nullable() }),
  z.object({ part: z.literal("tenants"), region, after: id.nullable() }),
  z.object({ part: z.literal("accounts"), after: id.nullable() }),
]);
export type RewrapRequest = z.infer<typeof rewrapRequest>;

export const rewrapResult = z.object({
  /** Looked at. */
  seen: z.number().int(),
  /** Wrapped anew; the rest was before. */
  rewrapped: z.number().int(),
  /** What could not be: it needs the secret of before still. */
  failed: z.array(z.string()),
  next: z.union([z.string(), z.object({ tenant: z.string(), session: z.string() })]).nullable(),
});
export type RewrapResult = z.infer<typeof rewrapResult>;

/** `GET /api/platform/rotation`: the master secrets of this deployment, the newest first. None is shown. */
export const rotationState = z.object({
  secrets: z.array(z.object({ number: z.number().int(), from: z.number(), inForce: z.boolean() })),
  /** API keys that have not been used since the secret in force is: they end with the one that they were made with. */
  unusedKeys: z.number().int(),
});
export type RotationState = z.infer<typeof rotationState>;
