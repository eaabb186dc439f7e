import { z } from "zod";
import { LIMITS } from "./limits.ts";
import { uuid } from "./start.schema.ts";

/** Shapes of `/v1/consent`: a visitor's own switch. Simple requests, as all calls of recorders are. */

/** Query of `GET /v1/consent`: how the switch stands. */
export const consentQuery = z.strictObject({
  key: z.string().max(128),
  visitor: uuid,
  user: z.string().min(1).max(LIMITS.userIdChars).optional(),
  signature: z.string().max(64).optional(),
});

/**
 * Body of `POST /v1/consent`, as `text/plain`: the visitor has chosen. `version` is that of the text they saw. `erase: true` deletes
 * everything about them, and is a no as well.
 */
export const consentChange = z.strictObject({
  ...consentQuery.shape,
  choice: z.enum(["yes", "no"]),
  version: z.number().int().min(1),
  erase: z.literal(true).optional(),
});
export type ConsentChange = z.infer<typeof consentChange>;

/** Answer of both. When the tenant's switch is off there is nothing to show, and nothing else is said. */
export type ConsentResponse =
  | { shown: false }
  | {
      shown: true;
      /** What the visitor has chosen, or `null`. */
      choice: "yes" | "no" | null;
      /** Whether that, Global Privacy Control and the tenant's default together let the visitor be recorded. */
      allowed: boolean;
      /** Why `allowed` is what it is. */
      because: "choice" | "gpc" | "unset" | "outdated";
      /** When it was chosen, Unix milliseconds, and to which version of the text; `null` without a choice. */
      at: number | null;
      chosenVersion: number | null;
      /** The text in force. */
      version: number;
      purpose: string;
      noticeUrl: string;
      erasure: boolean;
    };
