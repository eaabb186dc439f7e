import { PasswordInput, TextInput } from "@mantine/core";
import { ACCOUNT_LIMITS } from "../../protocol/limits.ts";
import type { NewAccount } from "../../protocol/account.schema.ts";

/** What is wrong with it, by field; `null` when nothing is. */
export function personFaults({ name, email, password }: NewAccount): Partial<Record<keyof NewAccount, string>> | null {
  const faults = {
    ...(name.trim() === "" && { name: "The name is missing" }),
    ...(!/^\S+@\S+\.\S+$/.test(email.trim()) && { email: "An e-mail address, please" }),
    ...(password.length < ACCOUNT_LIMITS.passwordMin && {
      password: `At least ${ACCOUNT_LIMITS.passwordMin} characters`,
    }),
  };
  return Object.keys(faults).length > 0 ? faults : null;
}

interface Props {
  value: NewAccount;
  faults: ReturnType<typeof personFaults>;
  onChange: (value: NewAccount) => void;
}

/** What a new account is asked for. */
export function PersonFields({ value, faults, onChange }: Props) {
  const put = (field: keyof NewAccount) => (event: { currentTarget: { value: string } }) =>
    onChange({ ...value, [field]: event.currentTarget.value });
  return (
    <>
      <TextInput
        label="Your name"
        autoComplete="name"
        value={value.name}
        maxLength={ACCOUNT_LIMITS.nameChars}
        error={faults?.name}
        onChange={put("name")}
      />
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        value={value.email}
        error={faults?.email}
        onChange={put("email")}
      />
      <PasswordInput
        label="Password"
        description={`At least ${ACCOUNT_LIMITS.passwordMin} characters; a sentence is fine.`}
        autoComplete="new-password"
        value={value.password}
        error={faults?.password}
        onChange={put("password")}
      />
    </>
  );
}
