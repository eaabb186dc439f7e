import { expect, test } from "vitest";
import { isSecretField } from "../../../src/protocol/privacy/secret-fields.ts";

const secret = (attributes: Record<string, unknown>) => isSecretField((name) => attributes[name]);

test.each([
  { type: "password" },
  { type: "PassWord" },
  { "data-rr-is-password": "true" },
  { autocomplete: "cc-number" },
  { autocomplete: "shipping cc-csc" },
  { autocomplete: "ONE-TIME-CODE" },
  { autocomplete: "current-password webauthn" },
  { autocomplete: "section-a new-password" },
  ...["cvc", "cardCvv2", "card-number", "card_no", "cardnumber", "my-iban", "ssn", "user_ssn", "user-ssn-4"].map(
    (name) => ({
      name,
    }),
  ),
  ...["password", "passwd", "new_password", "oneTimeCode", "one-time", "otp", "login-otp", "otp_1"].map((id) => ({
    id,
  })),
])("%j is a secret field", (attributes) => {
  expect(secret(attributes)).toBe(true);
});

test.each([
  {},
  { type: "text" },
  { type: ["password"] },
  { type: "text", "data-rr-is-password": "false" },
  { "data-rr-is-password": true },
  { autocomplete: "email" },
  { autocomplete: "xcc-number" },
  { autocomplete: "one-time-codes" },
  { name: "cardinal" },
  { name: "card-note" },
  { name: "assn" },
  { name: "ssnx" },
  { name: "adopt" },
  { id: "otpion" },
  { id: "passport" },
  { title: "password" },
])("%j is none", (attributes) => {
  expect(secret(attributes)).toBe(false);
});
