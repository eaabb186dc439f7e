import { z } from "zod";
import {
  joinOffer,
  madeTenant,
  ownAccount,
  signIns,
  type JoinOffer,
  type JoinRequest,
  type NewTenant,
  type OwnAccount,
  type PasswordChange,
  type SignIns,
  type SignUp,
} from "../../protocol/account.schema.ts";
import { parse, read, send } from "../api.ts";

const codesSetUp = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) });
const backupCodes = z.object({ backupCodes: z.array(z.string()) });
const signInAnswer = z.object({ codeNeeded: z.boolean() });

const AUTH = "/api/auth";

/** The calls of one's own account, of signing in, signing up and joining. */
export const accountApi = {
  /** Answers whether a code is needed as well. */
  async signIn(email: string, password: string): Promise<boolean> {
    return (await parse(await send("POST", `${AUTH}/sign-in/email`, { email, password }), signInAnswer)).codeNeeded;
  },
  /** The second step, with a code of the app or one of the backup codes. */
  async signInWithCode(code: string, kind: "totp" | "backup-code"): Promise<void> {
    await send("POST", `${AUTH}/two-factor/verify-${kind}`, { code });
  },

  account: (signal?: AbortSignal): Promise<OwnAccount> => read("/api/account", ownAccount, signal),
  async rename(name: string): Promise<void> {
    await send("PUT", "/api/account", { name });
  },
  async changePassword(change: PasswordChange): Promise<void> {
    await send("POST", "/api/account/password", change);
  },
  signIns: (signal?: AbortSignal): Promise<SignIns> => read("/api/account/sign-ins", signIns, signal),
  async endSignIn(id: string): Promise<void> {
    await send("DELETE", `/api/account/sign-ins/${encodeURIComponent(id)}`);
  },
  async endOtherSignIns(): Promise<void> {
    await send("DELETE", "/api/account/sign-ins");
  },
  async chooseTenant(id: string): Promise<void> {
    await send("POST", "/api/account/tenant", { id });
  },
  async makeTenant(tenant: NewTenant): Promise<{ id: string }> {
    return parse(await send("POST", "/api/tenants", tenant), madeTenant);
  },

  /** Begins to set codes up; they are asked for only after `confirmCodes`. */
  async setUpCodes(password: string): Promise<z.infer<typeof codesSetUp>> {
    return parse(await send("POST", `${AUTH}/two-factor/enable`, { password, method: "totp" }), codesSetUp);
  },
  async confirmCodes(code: string): Promise<void> {
    await send("POST", `${AUTH}/two-factor/verify-totp`, { code });
  },
  async switchCodesOff(password: string): Promise<void> {
    await send("POST", `${AUTH}/two-factor/disable`, { password });
  },
  async newBackupCodes(password: string): Promise<string[]> {
    const response = await send("POST", `${AUTH}/two-factor/generate-backup-codes`, { password });
    return (await parse(response, backupCodes)).backupCodes;
  },
  async removePasskey(id: string): Promise<void> {
    await send("DELETE", `/api/account/passkeys/${encodeURIComponent(id)}`);
  },

  async offer(secret: string): Promise<JoinOffer> {
    return parse(await send("POST", "/api/join/offer", { secret }), joinOffer);
  },
  async join(request: JoinRequest): Promise<void> {
    await send("POST", "/api/join", request);
  },
  async signUp(request: SignUp): Promise<void> {
    await send("POST", "/api/sign-up", request);
  },
};
