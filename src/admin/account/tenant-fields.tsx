import { Radio, Stack, TextInput } from "@mantine/core";
import type { Region } from "../../protocol/regions.ts";
import { ACCOUNT_LIMITS } from "../../protocol/limits.ts";

interface Props {
  name: string;
  region: Region;
  onName: (name: string) => void;
  onRegion: (region: Region) => void;
}

/** What a new tenant is asked for. */
export function TenantFields({ name, region, onName, onRegion }: Props) {
  return (
    <Stack gap="sm">
      <TextInput
        label="Name of the tenant"
        description="Your company or team. It has its own recordings, settings and members."
        value={name}
        maxLength={ACCOUNT_LIMITS.nameChars}
        onChange={({ currentTarget }) => onName(currentTarget.value)}
      />
      <Radio.Group
        label="Where recordings are kept"
        description="It can't be changed later."
        value={region}
        onChange={(value) => onRegion(value === "eu" ? "eu" : "us")}
      >
        <Stack gap={6} mt={6}>
          <Radio value="eu" label="European Union" />
          <Radio value="us" label="United States" />
        </Stack>
      </Radio.Group>
    </Stack>
  );
}
