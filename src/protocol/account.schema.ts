import { z } from "zod";
import { ACCOUNT_LIMITS } from "./limits.ts";
import { role } from "./members.schema.ts";
import { REGIONS } from "./regions.ts";

/** Shapes of the API of one's own account, of signing up, and of joining a tenant. Times are Unix milliseconds. */

const { nameChars, emailChars, passwordMin, passwordMax } = ACCOUNT_LIMITS;

const name = z.string().trim().min(1).max(nameChars);
const password = z.string().min(passwordMin).max(passwordMax);
const region = z.enum(REGIONS);

/** `GET /api/account`: the person who is signed in, in whichever tenants. */
export const ownAccount = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  tenants: z.array(z.object({ id: z.string(), name: z.string(), region, role, current: z.boolean() })),
  /** Codes of an app are asked for after the password. */
  twoFactor: z.boolean(),
  passkeys: z.array(z.object({ id: z.string(), name: z.string(), createdAt: z.number().nullable() })),
  /** Whether one may make a tenant. */
  signUp: z.boolean(),
});
export type OwnAccount = z.infer<typeof ownAccount>;

/** `PUT /api/account`. */
export const accountChange = z.object({ name });

/** `POST /api/account/password`. Every other sign-in of the person ends. */
export const passwordChange = z.object({ current: z.string().max(passwordMax), next: password });
export type PasswordChange = z.infer<typeof passwordChange>;

/** `GET /api/account/sign-ins`: where one is signed in. */
export const signIns = z.object({
  signIns: z.array(
    z.object({
      id: z.string(),
      current: z.boolean(),
      createdAt: z.number(),
      /** To the minute. */
      lastAt: z.number(),
      maskedIp: z.string().nullable(),
      browser: z.string().nullable(),
      os: z.string().nullable(),
    }),
  ),
});
export type SignIns = z.infer<typeof signIns>;

/** `POST /api/account/tenant`: which tenant to work in. */
export const tenantChoice = z.object({ id: z.string().max(64) });

/** `POST /api/tenants`. */
export const newTenant = z.object({ name, region });
export type NewTenant = z.infer<typeof newTenant>;

export const madeTenant = z.object({ id: z.string() });

/** Somebody who has no account yet. */
export const newAccount = z.object({ name, email: z.email().max(emailChars), password });
export type NewAccount = z.infer<typeof newAccount>;

/** `POST /api/sign-up`: an account and a tenant. */
export const signUp = newAccount.extend({ tenant: newTenant });
export type SignUp = z.infer<typeof signUp>;

const secret = z.string().max(ACCOUNT_LIMITS.secretChars);

/** `POST /api/join/offer`. */
export const joinQuestion = z.object({ secret });

/** What a link offers, and whether whoever asks is signed in. */
export const joinOffer = z.object({ tenant: z.string(), role, expiresAt: z.number(), email: z.string().nullable() });
export type JoinOffer = z.infer<typeof joinOffer>;

/** `POST /api/join`: with an account to make, or by whoever is signed in. */
export const joinRequest = z.object({ secret, account: newAccount.nullable() });
export type JoinRequest = z.infer<typeof joinRequest>;
