import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Region } from "../../protocol/regions.ts";
import { Failure } from "../settings/failure.tsx";
import { plainText } from "../settings/field-problem.ts";
import { accountApi } from "./account-api.ts";
import { TenantFields } from "./tenant-fields.tsx";
import { beginAnew } from "./use-tenant-choice.ts";

/** Makes a tenant and opens it. */
export function MakeTenant({ opened, close }: { opened: boolean; close: () => void }) {
  const [name, setName] = useState("");
  const [region, setRegion] = useState<Region>("eu");
  const make = useMutation({
    mutationFn: accountApi.makeTenant,
    onSuccess: () => beginAnew("/settings/environments"),
  });
  return (
    <Modal opened={opened} onClose={close} title="Make a tenant" centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate({ name: name.trim(), region });
        }}
      >
        <Stack gap="sm">
          <TenantFields name={name} region={region} onName={setName} onRegion={setRegion} />
          <Text fz="sm" className="faint">
            It begins with the environments Production and Test, and records nobody until you switch it on.
          </Text>
          <Failure text={make.isError ? plainText(make.error) : null} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={make.isPending} disabled={name.trim() === ""}>
              Make it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
