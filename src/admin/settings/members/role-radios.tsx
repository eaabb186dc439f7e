import { Radio, Stack } from "@mantine/core";
import { ROLES, type Role } from "../../../protocol/permissions.ts";
import { ROLE_HINTS, ROLE_NAMES } from "../words/role-words.ts";

/** The roles with what each is for; owners only where an owner chooses. */
export function RoleRadios({ value, own, onChange }: { value: Role; own: Role; onChange: (role: Role) => void }) {
  const offered = ROLES.filter((role) => role !== "owner" || own === "owner");
  return (
    <Radio.Group
      label="Role"
      value={value}
      onChange={(text) => onChange(offered.find((role) => role === text) ?? value)}
    >
      <Stack gap={8} mt={6}>
        {offered.map((role) => (
          <Radio key={role} value={role} label={ROLE_NAMES[role]} description={ROLE_HINTS[role]} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
