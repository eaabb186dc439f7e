import {
  WebAuthnError,
  startAuthentication,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";
import { z } from "zod";
import { read, send } from "../api.ts";

const PASSKEY = "/api/auth/passkey";

/** Options of the browser's own API, which checks them itself. */
const optionsJson = z.looseObject({ challenge: z.string() });

/** What to show when the device did not do it; `null` when somebody just closed its window. */
export function passkeyFault(error: unknown): string | null {
  if (error instanceof WebAuthnError && error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED")
    return "This device has a passkey for this account already.";
  if (error instanceof Error && (error.name === "NotAllowedError" || error.name === "AbortError")) return null;
  return error instanceof Error ? error.message : "The passkey did not work. Try again.";
}

/** Has the device make a passkey for whoever is signed in. */
export async function addPasskey(name: string): Promise<void> {
  const options = await read(`${PASSKEY}/generate-register-options`, optionsJson);
  const response = await startRegistration({
    optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON,
  });
  await send("POST", `${PASSKEY}/verify-registration`, { response, name });
}

/** Signs in with a passkey: the device checks who it is, so that no code is asked for. */
export async function signInWithPasskey(): Promise<void> {
  const options = await read(`${PASSKEY}/generate-authenticate-options`, optionsJson);
  const response = await startAuthentication({
    optionsJSON: {
      ...(options as unknown as PublicKeyCredentialRequestOptionsJSON),
      userVerification: "required",
    },
  });
  await send("POST", `${PASSKEY}/verify-authentication`, { response });
}
